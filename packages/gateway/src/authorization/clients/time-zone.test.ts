import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, PASSWORD } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { setTimeZone } from './set-time-zone.ts';
import { findClient } from './store.ts';

const PLACE = { latitude: 40.7, longitude: -74, uncertainty_radius: 25 };
const CONSOLE = { kind: 'console', id: 'console' } as const;

onEachEngine("the zone of a client's clocks", (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let equipment: Caller;
  let session = '';
  before(async () => {
    world = await testWorld(engine);
    equipment = await callerOf(world.app, 'sandbox-call-handling');
    const { email } = await newPerson(world.parts, { role: 'admin' });
    const answer = await world.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { email, password: PASSWORD },
    });
    session = String(answer.cookies[0]?.value);
  });
  after(() => world.stop());

  const edit = (time_zone: unknown) =>
    world.app.inject({
      method: 'PATCH',
      url: '/api/clients/sandbox-call-handling',
      headers: { cookie: `sallyport_session=${session}` },
      payload: { time_zone },
    });
  /** Where a call is located at a local time: its answer, once the zone is known to the server. */
  const locate = (located_at: string) =>
    equipment('POST', '/api/incidents', { call: {}, location: { ...PLACE, located_at } });
  async function located(located_at: string): Promise<string> {
    const answer = await locate(located_at);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    const cad = await callerOf(world.app, 'sandbox-cad');
    return (await cad('GET', `/api/incidents/${answer.body.id}`)).body.location.located_at;
  }

  test('is set by an administrator, by whom it is shown, and read in from then on', async () => {
    const refused = await locate('2026-11-21T06:59:00');
    assert.equal(refused.status, 400);
    assert.match(refused.body.detail, /located_at must have an offset.*registered with its time zone/);
    const edited = await edit('america/new_york');
    assert.equal(edited.statusCode, 200, edited.body);
    assert.equal(edited.json<{ time_zone: string }>().time_zone, 'America/New_York');
    assert.equal(await located('2026-11-21T06:59:00'), '2026-11-21T11:59:00.000Z');
    assert.equal(await located('2026-11-21T11:59:00Z'), '2026-11-21T11:59:00.000Z');
    assert.equal((await edit(null)).json<{ time_zone?: string }>().time_zone, undefined);
    assert.equal((await locate('2026-11-21T06:59:00')).status, 400);
  });

  test('is set at the console for a client of no agency too, and is the name of a zone or none', async () => {
    const { parts } = world;
    const set = (clientId: string, timeZone: string | null) =>
      setTimeZone(parts, { clientId, timeZone, actor: CONSOLE });
    assert.equal(await set('sandbox-alarm', 'America/Chicago'), 'America/Chicago');
    assert.equal((await findClient(parts.database.read, 'sandbox-alarm'))?.settings.timeZone, 'America/Chicago');
    assert.equal(await set('sandbox-alarm', null), null);
    await refusedWith('invalid_request', set('sandbox-alarm', '+05:00'));
    await refusedWith('not_found', set('nobody', 'UTC'));
    for (const wrong of ['Mars/Olympus', '-0500', 5, ''])
      assert.equal((await edit(wrong)).statusCode, 400, String(wrong));
  });
});
