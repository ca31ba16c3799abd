import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import type { Geocoder } from './geocoder.ts';

/** In the middle of Sandbox County, outside Harbor City. */
const FOUND = {
  ...{ latitude: 40.9, longitude: -73.7, uncertaintyRadius: 60 },
  match: 'street_range',
  address: '1 Elm Street, Sandbox',
} as const;

const nameOf = ({ name }: { name: string }) => name;

onEachEngine('an address without coordinates, where there is a geocoder', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let alarm: Caller;
  let cad: Caller;
  const asked: string[] = [];
  let locate: Geocoder['locate'] = async () => null;
  before(async () => {
    const geocoder: Geocoder = {
      locate: (address, agencyIds, signal) => {
        asked.push(address.name ?? '');
        return locate(address, agencyIds, signal);
      },
    };
    world = await testWorld(engine, {}, undefined, undefined, geocoder);
    alarm = await callerOf(world.app, 'sandbox-alarm');
    cad = await callerOf(world.app, 'sandbox-cad');
  });
  after(() => world.stop());

  const send = (callflow: string, location: object) =>
    alarm('POST', '/v1/rem/trigger', {
      callflow,
      variables: { user: { full_name: 'Jordan Rivera', phone_number: '+15555550123' }, location },
    });
  async function raised(callflow: string, location: object = { civic: '1 Elm St' }) {
    const { status, body } = await send(callflow, location);
    assert.equal(status, 200, JSON.stringify(body));
    return (await cad('GET', `/api/incidents/${body.alert_id}`)).body;
  }

  test('has the position that is found, goes by it, and is shown with where it is from', async () => {
    locate = async () => FOUND;
    const incident = await raised('sandbox-by-position');
    const { latitude, longitude, uncertainty_radius, civic } = incident.location;
    assert.deepEqual([latitude, longitude, uncertainty_radius, civic], [40.9, -73.7, 60, '1 Elm St']);
    assert.deepEqual(incident.location.geocoded, { match: 'street_range', address: '1 Elm Street, Sandbox' });
    assert.equal(incident.location.source, 'Geocoded from the address');
    assert.deepEqual(incident.remarks.map(nameOf), ['position_geocoded']);
    const alert = (await cad('GET', `/v1/alerts/${incident.alert_id}`)).body;
    assert.equal(alert.location.provided_location, 'CIVIC');
    asked.length = 0;
    const given = await raised('sandbox', { civic: '1 Elm St', latitude: 40.5, longitude: -74, uncertainty: 5 });
    assert.deepEqual([given.location.latitude, asked], [40.5, []], 'coordinates that were sent are not looked up');
  });

  for (const [name, answer] of [
    ['nothing', async () => null],
    ['nothing at all', async () => undefined],
    ['0, 0', async () => ({ ...FOUND, latitude: 0, longitude: 0 })],
    ['no place on earth', async () => ({ ...FOUND, latitude: 91 })],
    ['no number', async () => ({ ...FOUND, longitude: Number.NaN })],
    ['a text', async () => ({ ...FOUND, latitude: '40.9' })],
    ['by rejecting', async () => Promise.reject(new Error('out of order'))],
    [
      'by throwing',
      () => {
        throw new Error('out of order');
      },
    ],
  ] as const) {
    test(`is taken without a position where the geocoder answers ${name}`, async () => {
      locate = answer as unknown as Geocoder['locate'];
      const incident = await raised('sandbox');
      assert.deepEqual([incident.location.latitude, incident.location.civic], [null, '1 Elm St']);
      assert.deepEqual(incident.remarks.map(nameOf), ['no_position']);
      const byPosition = await send('sandbox-by-position', { civic: '1 Elm St' });
      assert.match(byPosition.body.detail, /default agency/);
    });
  }

  test('is taken without a position where the geocoder never answers, which is then ended', async () => {
    let ended: AbortSignal | undefined;
    locate = (_, __, signal) => {
      ended = signal;
      return new Promise(() => {});
    };
    assert.equal((await raised('sandbox')).location.latitude, null);
    assert.equal(ended?.aborted, true);
  });
});
