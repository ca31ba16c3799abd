import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { originFrom } from '../../../testing/src/people.ts';
import { testWorld } from '../../../testing/src/world.ts';
import type { Database } from '../database/database.ts';
import type { AlertReport } from '../incidents/alerts/alert-report.ts';
import { readHistory } from '../incidents/events/read-history.ts';
import type { Location } from '../incidents/incident/types.ts';
import { callflowOf, raiseByCallflow } from './raise-by-callflow.ts';

onEachEngine('an alert raised by callflow', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  before(async () => {
    world = await testWorld(engine);
  });
  after(() => world.stop());

  const at = (latitude: number): Location => ({
    latitude,
    longitude: -73.9857,
    uncertaintyRadius: 25,
    civic: null,
    source: 'test',
    locatedAt: world.parts.clock.now(),
  });
  const report = (sourceId: string): AlertReport => ({
    callerName: 'Jordan Rivera',
    callerPhoneGiven: '+15555550123',
    location: at(40.7484),
    sourceId,
    emergencyType: 'BURGLARY',
    isTest: false,
    isActiveAssailant: false,
    siteType: null,
    description: null,
    suppliedBy: 'test',
    incidentAt: world.parts.clock.now(),
    isTimeGiven: false,
    facts: {},
    siteId: null,
    senderPhone: null,
    isSupplementalOnly: false,
  });

  /** The database, which counts the transactions that are asked of it. */
  function counting(database: Database): { database: Database; count: () => number } {
    let count = 0;
    const counted = new Proxy(database, {
      get(target, name) {
        const value = Reflect.get(target, name) as unknown;
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          if (name === 'write') count += 1;
          return (value as (...all: unknown[]) => unknown).apply(target, given);
        };
      },
    });
    return { database: counted, count: () => count };
  }

  const raise = async (sourceId: string, moved: Location | null, database = world.parts.database) => {
    const client = await world.parts.clients.find('sandbox-alarm');
    const ports = { ...world.parts, database };
    const request = { report: report(sourceId), moved, idempotencyKey: null, origin: originFrom() };
    return raiseByCallflow(ports, { ...callflowOf(client ?? null, 'sandbox'), ...request });
  };
  const typesOf = async ({ agencyId, id }: { agencyId: string; id: string }) =>
    (await readHistory(world.parts, agencyId, id)).map(({ type }) => type);

  test('where it has moved to since is stored in the same transaction', async () => {
    const { database, count } = counting(world.parts.database);
    const { alert } = await raise('moved-at-once', at(40.75), database);
    assert.equal(count(), 1);
    assert.equal(alert.location?.latitude, 40.75);
    assert.deepEqual(await typesOf(alert), ['incident.created', 'location.updated', 'location.updated']);
  });

  test('a repeat writes nothing but the place it has moved to', async () => {
    const { alert } = await raise('moved-later', null);
    const { database, count } = counting(world.parts.database);
    const { alert: repeated } = await raise('moved-later', null, database);
    assert.equal(count(), 0);
    assert.equal(repeated.id, alert.id);
    const { alert: moved } = await raise('moved-later', at(40.76), database);
    assert.equal(count(), 1);
    assert.equal(moved.location?.latitude, 40.76);
    assert.deepEqual(await typesOf(alert), ['incident.created', 'location.updated', 'location.updated']);
  });

  test('a callflow the client does not have is refused with those it has', async () => {
    const client = await world.parts.clients.find('sandbox-alarm');
    assert.throws(() => callflowOf(client ?? null, 'nowhere'), { code: 'invalid_request', message: /sandbox/ });
    assert.throws(() => callflowOf(null, 'nowhere'), { code: 'invalid_request', message: /none/ });
  });
});
