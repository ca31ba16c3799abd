import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { callerOf } from '../../../testing/src/caller.ts';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { TEST_SEALING_KEYS, TEST_URL, testWorld } from '../../../testing/src/world.ts';
import { setRetention } from '../agencies/retention.ts';
import { compose, type Gateway } from '../app/compose.ts';
import { loadConfig } from '../config/load-config.ts';
import { Liveness } from '../database/processes/liveness.ts';
import { saveSeat } from '../incidents/seats/store.ts';
import { silentLog } from '../kernel/log.ts';
import { Loops } from '../kernel/loops.ts';
import { createSystemRandom } from '../kernel/random.ts';
import { Readiness } from '../kernel/readiness.ts';
import { CleanUp, CleanUpFailed } from './clean-up.ts';

const DAY_MS = 86_400_000;
const actor = { kind: 'console', id: 'sallyport' } as const;

onEachEngine('the clean-up', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  before(async () => {
    world = await testWorld(engine);
  });
  after(() => world.stop());

  const equipment = () => callerOf(world.app, 'sandbox-call-handling');
  async function opened(count: number): Promise<string[]> {
    const call = await equipment();
    const ids: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const { status, body } = await call(
        'POST',
        '/api/incidents',
        { call: {} },
        { 'idempotency-key': crypto.randomUUID() },
      );
      assert.equal(status, 201);
      ids.push(body.id);
    }
    return ids;
  }
  const rows = async (from: 'incidents' | 'events' | 'idempotency_keys', agencyId = 'sandbox-county') => {
    const { query } = { query: world.parts.database.read };
    if (from === 'idempotency_keys') return (await query.selectFrom(from).select('key').execute()).length;
    return (await query.selectFrom(from).select('agency_id').where('agency_id', '=', agencyId).execute()).length;
  };

  test('removes nothing of an agency that has set no retention, however old', async () => {
    await opened(3);
    world.clock.advance(400 * DAY_MS);
    await world.cleanUp.run();
    assert.equal(await rows('incidents'), 3);
    assert.equal(await rows('events'), 3);
  });

  test('removes incidents and the start of the log past the retention, in batches, and keeps the rest', async () => {
    await opened(120);
    world.clock.advance(8 * DAY_MS);
    const [fresh] = await opened(1);
    await setRetention(world.parts, { agencyId: 'sandbox-county', days: 7, actor });
    await world.cleanUp.run();
    assert.equal(await rows('incidents'), 1);
    assert.equal(await rows('events'), 1);
    const outcomes = (await world.cleanUp.outcomes()).filter(({ agencyId }) => agencyId === 'sandbox-county');
    assert.deepEqual(
      outcomes.map(({ kind, removed, removedInAll, finishedAt }) => [kind, removed, removedInAll, finishedAt]),
      [
        ['events', 123, 123, world.clock.now()],
        ['incidents', 123, 123, world.clock.now()],
        ['media', 0, 0, world.clock.now()],
      ],
    );
    const reader = await callerOf(world.app, 'sandbox-cad');
    assert.equal((await reader('GET', `/api/incidents/${fresh}`)).status, 200);
    const { body } = await reader('GET', '/api/incidents');
    assert.deepEqual(
      body.incidents.map(({ id }: { id: string }) => id),
      [fresh],
    );
    const recorded = await world.parts.database.read
      .selectFrom('audit_records')
      .select(['subject', 'detail'])
      .where('action', '=', 'clean_up.finished')
      .where('agency_id', '=', 'sandbox-county')
      .orderBy('number')
      .execute();
    assert.deepEqual(recorded.map(({ subject }) => subject).sort(), ['events', 'incidents']);
  });

  test('a cursor older than what is kept is refused as such, and one at its start is not', async () => {
    const reader = await callerOf(world.app, 'sandbox-prepared-events');
    const old = await reader('GET', '/v1/incident_events?after=sandbox-county:0');
    assert.equal(old.status, 410);
    assert.match(JSON.stringify(old.body), /sandbox-county:123/);
    const start = await reader('GET', '/v1/incident_events?after=sandbox-county:123');
    assert.equal(start.status, 200);
  });

  test('keeps an old incident that changed since, and one that another was merged into until that one is gone', async () => {
    const [changed, target, merged] = await opened(3);
    world.clock.advance(6 * DAY_MS);
    const call = await equipment();
    assert.equal((await call('POST', `/api/incidents/${changed}/notes`, { text: 'Goes on' })).status, 201);
    world.clock.advance(2 * DAY_MS);
    assert.equal((await (await equipment())('POST', `/api/incidents/${merged}/merge`, { into: target })).status, 200);
    world.clock.advance(5.5 * DAY_MS);
    await world.cleanUp.run();
    const kept = await world.parts.database.read.selectFrom('incidents').select('id').execute();
    assert.deepEqual(kept.map(({ id }) => id).sort(), [target, merged].sort());
    world.clock.advance(2 * DAY_MS);
    await world.cleanUp.run();
    assert.equal(await rows('incidents'), 0);
    assert.equal(await rows('idempotency_keys'), 0);
  });

  test('never touches another agency; an idempotency key is kept for 30 days', async () => {
    const alarm = await callerOf(world.app, 'sandbox-alarm');
    const variables = {
      user: { full_name: 'Jordan Rivera', phone_number: '+15555550123' },
      event: {
        emergency_type: 'FIRE',
        source_id: 'kept',
        location: { geodetic: { latitude: 40, longitude: -73, uncertainty: 25 } },
      },
    };
    const headers = { 'idempotency-key': 'kept for 30 days' };
    assert.equal((await alarm('POST', '/v1/rem/trigger', { callflow: 'harbor', variables }, headers)).status, 200);
    world.clock.advance(30 * DAY_MS);
    await world.cleanUp.run();
    assert.equal(await rows('idempotency_keys'), 1);
    world.clock.advance(1);
    await world.cleanUp.run();
    assert.equal(await rows('idempotency_keys'), 0);
    assert.equal(await rows('incidents', 'harbor-city'), 1);
  });

  test('a seat is forgotten a day after its last sign, and none before', async () => {
    const { database } = world.parts;
    const seat = { agencyId: 'sandbox-county', userId: 'someone', name: 'Sam', incidentId: null };
    const now = world.clock.now();
    await database.write(({ query }) => saveSeat(query, { ...seat, id: 'gone', seenAt: now - DAY_MS - 1 }));
    await database.write(({ query }) => saveSeat(query, { ...seat, id: 'here', seenAt: now - DAY_MS }));
    await world.cleanUp.run();
    const left = await database.read.selectFrom('seats').select('id').execute();
    assert.deepEqual(
      left.map(({ id }) => id),
      ['here'],
    );
  });

  test('removes what a CAD asked for and never came, as old as incidents', async () => {
    const cad = await callerOf(world.app, 'sandbox-prepared-cad');
    const asked = { cad_partner_incident_id: 'CAD-7', caller_phone_number: '+15555550177' };
    assert.equal((await cad('POST', '/v2/find_incident', asked)).status, 200);
    const shells = () => world.parts.database.read.selectFrom('cad_incidents').select('id').execute();
    await world.cleanUp.run();
    assert.equal((await shells()).length, 1);
    world.clock.advance(8 * DAY_MS);
    await world.cleanUp.run();
    assert.equal((await shells()).length, 0);
  });

  test('is left to the process that is at it, and taken over once that one is gone', async () => {
    await opened(1);
    world.clock.advance(8 * DAY_MS);
    const sweeper = new Liveness(world.parts);
    await sweeper.hold();
    await world.parts.database.write(({ query }) =>
      query.updateTable('clean_ups').set({ lease_owner: sweeper.id }).execute(),
    );
    const other: Gateway = await compose({
      config: { ...loadConfig({}, {}), demo: true, logLevel: 'silent' },
      publicUrl: TEST_URL,
      clock: world.clock,
      random: createSystemRandom(),
      log: silentLog,
      database: await engine.open(),
      sealingKeys: TEST_SEALING_KEYS,
    });
    try {
      await other.cleanUp.run();
      assert.equal(await rows('incidents'), 1);
      await sweeper.stop();
      await other.cleanUp.run();
      assert.equal(await rows('incidents'), 0);
    } finally {
      await sweeper.stop();
      await other.stop();
    }
  });

  test('a run in which a sweep fails is none, and the sweeps after it have their turn', async () => {
    const liveness = new Liveness(world.parts);
    const loops = new Loops({ readiness: new Readiness(), log: silentLog });
    let isFailing = true;
    let swept = 0;
    const cleanUp = new CleanUp(
      { ...world.parts, loops, liveness },
      {
        sweeps: async () => [
          {
            kind: 'media',
            agencyId: 'sandbox-county',
            removeBatch: async () => {
              if (isFailing) throw new Error('the row is locked');
              return 0;
            },
          },
          {
            kind: 'events',
            agencyId: 'sandbox-county',
            removeBatch: async () => {
              swept += 1;
              return 0;
            },
          },
        ],
        everyMinutes: 60,
        pauseMs: 0,
      },
    );
    await assert.rejects(cleanUp.run(), (err: Error) => {
      assert.ok(err instanceof CleanUpFailed);
      assert.equal(err.message, 'The clean-up did not end for media of sandbox-county');
      return true;
    });
    assert.equal(swept, 1);
    isFailing = false;
    await cleanUp.run();
    assert.equal(swept, 2);
    await cleanUp.stop();
    await liveness.stop();
  });

  test('refuses a retention of fewer than 7 days, and one of an agency that does not exist', async () => {
    for (const days of [0, 6, 7.5, 36_501, Number.NaN]) {
      await assert.rejects(setRetention(world.parts, { agencyId: 'sandbox-county', days, actor }), {
        code: 'invalid_request',
      });
    }
    await assert.rejects(setRetention(world.parts, { agencyId: 'nowhere', days: 30, actor }), { code: 'not_found' });
  });

  test('knows every table that points to an incident', async () => {
    const { engine: kind, read } = world.parts.database;
    const pointing =
      kind === 'sqlite'
        ? sql<{ name: string }>`SELECT DISTINCT m.name FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
            WHERE m.type = 'table' AND f."table" = 'incidents'`
        : sql<{ name: string }>`SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint
            WHERE contype = 'f' AND confrelid = 'incidents'::regclass`;
    const { rows: tables } = await pointing.execute(read);
    assert.deepEqual(tables.map(({ name }) => name).sort(), [
      'cad_incidents',
      'card_openings',
      'dismissals',
      'idempotency_keys',
      'incident_signals',
      'incident_transfers',
      'incidents',
      'media_files',
      'search_texts',
    ]);
  });
});
