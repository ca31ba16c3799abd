import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { CompiledQuery } from 'kysely';
import { eventually } from '../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { testWorld } from '../../../testing/src/world.ts';
import type { Database } from '../database/database.ts';
import { DEFAULT_TIMEOUTS } from '../database/timeouts.ts';

/** What an operator does to PostgreSQL before a failover. */
const SET_READ_ONLY =
  "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$";
const RESET_READ_ONLY =
  "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET default_transaction_read_only', current_database()); END $$";
/** So that every connection of ours is opened anew, with the database's setting. */
const END_OTHERS = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = 'sallyport' AND pid <> pg_backend_pid()`;
const REASONS = { sqlite: 'the rows are locked in the database', postgres: 'the database takes no writes' };
const WAIT_MS = 200;

/** Makes the database take no writes of this process. Returns how to undo it. */
async function stopWrites(database: Database): Promise<() => Promise<void>> {
  if (database.engine === 'sqlite') {
    const { rows } = await database.read.executeQuery<{ file: string }>(CompiledQuery.raw('PRAGMA database_list'));
    const program = new DatabaseSync(rows[0]?.file ?? '');
    program.exec('BEGIN IMMEDIATE');
    return async () => program.close();
  }
  const run = async (statements: readonly string[]) => {
    await database.write(async (tx) => {
      for (const text of statements) await tx.query.executeQuery(CompiledQuery.raw(text));
    });
    // The connection that ends the others is one of ours as well, and ended by the second round.
    for (const _ of [1, 2]) await database.read.executeQuery(CompiledQuery.raw(END_OTHERS));
  };
  await run([SET_READ_ONLY]);
  return () => run(['SET TRANSACTION READ WRITE', RESET_READ_ONLY]);
}

onEachEngine('a database that takes no writes', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let allowWrites: () => Promise<void>;
  const tokens: Record<string, string> = {};
  before(async () => {
    const open = () => engine.open({ ...DEFAULT_TIMEOUTS, waitMs: WAIT_MS });
    world = await testWorld({ ...engine, open }, { metricsToken: 'metrics' });
    for (const id of ['sandbox-cad', 'sandbox-alarm', 'sandbox-prepared-cad', 'sandbox-call-handling']) {
      const payload = { client_id: id, client_secret: `${id}-secret`, grant_type: 'client_credentials' };
      const answer = await world.app.inject({ method: 'POST', url: '/oauth/token', payload });
      tokens[id] = answer.json<{ access_token: string }>().access_token;
    }
    allowWrites = await stopWrites(world.parts.database);
  });
  after(async () => {
    await world.stop();
  });

  const post = (url: string, payload: object, client?: string) =>
    world.app.inject({
      method: 'POST',
      url,
      payload,
      ...(client !== undefined && { headers: { authorization: `Bearer ${tokens[client]}` } }),
    });
  const readyz = async () => {
    const answer = await world.app.inject({ url: '/readyz' });
    return { status: answer.statusCode, body: answer.json<{ status: string; parts: Record<string, object> }>() };
  };
  const credentials = {
    client_id: 'sandbox-cad',
    client_secret: 'sandbox-cad-secret',
    grant_type: 'client_credentials',
  };
  const trigger = {
    callflow: 'sandbox',
    variables: {
      event: { emergency_type: 'FIRE', site_type: 'COMMERCIAL' },
      user: { full_name: 'Jordan Rivera', phone_number: '+15555550123' },
      location: { geodetic: { latitude: 40.7484, longitude: -73.9857, uncertainty_radius: 25 } },
    },
  };

  const cases: readonly [string, () => ReturnType<typeof post>, readonly string[]][] = [
    ['OAuth', () => post('/oauth/token', credentials), ['error', 'error_description', 'detail']],
    ['RapidSOS tokens', () => post('/oauth/v2/token', credentials), ['error', 'error_description', 'detail']],
    ['RapidSOS alerts', () => post('/v1/rem/trigger', trigger, 'sandbox-alarm'), ['detail']],
    [
      'Prepared',
      () =>
        post(
          '/v2/find_incident',
          { cad_partner_incident_id: 'CAD-1', caller_phone_number: '+15555550123' },
          'sandbox-prepared-cad',
        ),
      ['error', 'message'],
    ],
    [
      'the native API',
      () => post('/api/incidents', { call: { caller_phone_number: '+15555550123' } }, 'sandbox-call-handling'),
      ['type', 'title', 'status', 'code', 'detail', 'request_id'],
    ],
    [
      'a sign-in',
      () => post('/api/session', { email: 'agent@sandbox.test', password: 'sandbox-agent-pass-911' }),
      ['type', 'title', 'status', 'code', 'detail', 'request_id'],
    ],
  ];
  for (const [name, send, members] of cases) {
    test(`is 503 with Retry-After for ${name}, in its own words`, async () => {
      const answer = await send();
      assert.equal(answer.statusCode, 503, answer.body);
      assert.ok(Number(answer.headers['retry-after']) > 0);
      assert.deepEqual(Object.keys(answer.json<object>()), members);
    });
  }

  test('answers reads, and /readyz names what does not work', async () => {
    const headers = { authorization: `Bearer ${tokens['sandbox-call-handling']}` };
    assert.ok((await world.app.inject({ url: '/healthz' })).statusCode === 200);
    assert.equal(
      (await world.app.inject({ url: '/v1/incident_events', headers })).statusCode,
      403,
      'the token was read',
    );
    const { status, body } = await readyz();
    assert.equal(status, 503);
    assert.equal(body.status, 'unavailable');
    assert.deepEqual(body.parts['database_writes'], {
      status: 'unavailable',
      reason: REASONS[engine.name],
    });
    assert.deepEqual(body.parts['database_reads'], { status: 'ready' });
    const metrics = await world.app.inject({ url: '/metrics', headers: { authorization: 'Bearer metrics' } });
    assert.match(metrics.body, /sallyport_part_ready\{part="database_writes"\} 0/);
    assert.match(metrics.body, /sallyport_part_age_seconds\{part="loop_webhooks"\} \d/);
  });

  test('works again without a restart, once it takes them', async () => {
    await allowWrites();
    for (const [name, send] of cases) {
      const answer = await send();
      assert.ok(answer.statusCode < 300, `${name} ${answer.statusCode} ${answer.body}`);
    }
    await eventually(async () => (await readyz()).status === 200);
  });

  test('whose tables somebody changes beside the server is 503 too, until they are as they were', async () => {
    const run = (text: string) =>
      world.parts.database.write(({ query }) => query.executeQuery(CompiledQuery.raw(text)));
    for (const [change, undo] of [
      ['ALTER TABLE audit_records RENAME TO elsewhere', 'ALTER TABLE elsewhere RENAME TO audit_records'],
      [
        'ALTER TABLE incidents RENAME COLUMN updated_at TO elsewhere',
        'ALTER TABLE incidents RENAME COLUMN elsewhere TO updated_at',
      ],
    ] as const) {
      await run(change);
      const answer = await post('/v1/rem/trigger', trigger, 'sandbox-alarm');
      assert.equal(answer.statusCode, 503, `${change}: ${answer.body}`);
      assert.ok(Number(answer.headers['retry-after']) > 0);
      assert.match(answer.body, /not those of this version/);
      await run(undo);
      await eventually(async () => (await post('/v1/rem/trigger', trigger, 'sandbox-alarm')).statusCode === 200);
    }
    await eventually(async () => (await readyz()).status === 200);
  });
});
