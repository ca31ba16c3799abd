import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, type TestContext, test } from 'node:test';
import pg from 'pg';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { type GatewayProcess, runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { testPostgres } from '../../packages/testing/src/postgres.ts';
import { startReceiver } from '../../packages/testing/src/receiver.ts';
import { connectStream } from '../../packages/testing/src/stream-client.ts';
import { giveGrant } from './consents.ts';
import { type CookieJar, expectJson, jsonOf, send } from './http-client.ts';
import { clientToken, signIn } from './sandbox.ts';

const top = mkdtempSync(join(tmpdir(), 'sallyport-restore-'));
after(() => rmSync(top, { recursive: true, force: true }));

/** One engine's way of being backed up and brought back; `bringBack` returns where a server then runs. */
interface Way {
  readonly start: () => Promise<GatewayProcess>;
  /** Ends the server where it must be stopped for it, and returns the one that goes on. */
  readonly backUp: (server: GatewayProcess) => Promise<GatewayProcess>;
  readonly bringBack: (server: GatewayProcess) => Promise<GatewayProcess>;
  readonly command: (...args: string[]) => Promise<{ code: number; output: string }>;
}

/** A server that runs, and has nothing to do, is noticed. */
async function assertRefusedBeside(accept: () => Promise<{ code: number; output: string }>): Promise<void> {
  const { code, output } = await accept();
  assert.equal(code, 3, output);
  assert.match(output, /^A server or a command [^\n]+: stop every one, then run sallyport restore again[^\n]*\n$/);
}

interface Page {
  readonly next_cursor: string;
  readonly results?: readonly unknown[];
}

async function openCall(base: string, phone: string): Promise<string> {
  const token = await clientToken(base, 'sandbox-call-handling');
  const json = { call: { caller_phone_number: phone } };
  return (await expectJson<{ id: string }>(base, 201, { method: 'POST', path: '/api/incidents', json, token })).id;
}

const ROTATING = 'responder-that-rotates';

/** A client whose refresh tokens are used once, and the first one of a grant to it. */
async function beginFamily(base: string, jar: CookieJar, command: Way['command']) {
  const { code, output } = await command(
    ...[
      'client',
      'add',
      '--id',
      ROTATING,
      '--name',
      'Rotating',
      '--rotate',
      '--scopes',
      'read_alert',
      '--kind',
      'responder',
    ],
    ...['--grants', 'authorization_code,refresh_token', '--redirects', 'http://localhost'],
  );
  assert.equal(code, 0, output);
  const secret = /^client_secret +(\S+)$/m.exec(output)?.[1] ?? '';
  const { refreshToken } = await giveGrant(base, jar, { clientId: ROTATING, secret });
  const refresh = async (token: string) => {
    const form = { grant_type: 'refresh_token', refresh_token: token, client_id: ROTATING, client_secret: secret };
    const answer = await send(base, { method: 'POST', path: '/oauth/token', form });
    return { status: answer.status, ...jsonOf<{ error?: string; refresh_token?: string }>(answer) };
  };
  return { refreshToken, refresh };
}

/** The words of a transcript that `/cable` states to whoever subscribes, and how the socket ended. */
async function subscribeToWords(base: string, token: string, incidentId: string) {
  const stream = await connectStream(base, { token }, {}, '/cable');
  const identifier = JSON.stringify({ channel: 'PartnerEventsChannel', incident_id: incidentId });
  stream.socket.send(JSON.stringify({ command: 'subscribe', identifier }));
  return {
    ...stream,
    words: () => stream.frames.flatMap(({ message }) => message?.words ?? []).map(({ word }) => word),
    isRejected: () => stream.frames.some(({ type }) => type === 'reject_subscription'),
  };
}

async function speak(base: string, incidentId: string, word: string, second: number): Promise<void> {
  const [started_at, ended_at] = [0, 300].map((ms) =>
    new Date(Date.now() - 60_000 + second * 1_000 + ms).toISOString(),
  );
  const words = [{ word, speaker: 'Caller', started_at, ended_at }];
  const token = await clientToken(base, 'sandbox-call-handling');
  const path = `/api/incidents/${incidentId}/transcript`;
  await expectJson(base, 201, { method: 'POST', path, json: { words }, token });
}

async function cursorAt(base: string, token: string): Promise<string> {
  return (await expectJson<Page>(base, 200, { path: '/v1/incident_events', token })).next_cursor;
}

/** What subscribers, receivers and clients of before meet after a restore. */
async function assertEachIsTold(t: TestContext, { start, backUp, bringBack, command }: Way): Promise<void> {
  const receiver = await startReceiver(t);
  let server = await start();
  t.after(() => server.stop());
  const base = server.url;
  const jar = await signIn(base, 'sandboxAdmin');
  await expectJson(base, 201, {
    method: 'POST',
    path: '/api/webhooks',
    json: { name: 'Ours', url: receiver.url, event_types: ['incident.created'] },
    jar,
  });
  const events = await clientToken(base, 'sandbox-prepared-events');
  const cad = await clientToken(base, 'sandbox-cad');
  const { refreshToken } = await giveGrant(base, jar);
  const kept = await openCall(base, '+15555550101');
  await eventually(() => receiver.received.length === 1);
  const family = await beginFamily(base, jar, command);
  await speak(base, kept, 'kept', 1);
  const before = await cursorAt(base, events);
  assert.match(before, /^sandbox-county:\d+$/);
  server = await backUp(server);

  const lost = await openCall(base, '+15555550102');
  await eventually(() => receiver.received.length === 2);
  const late = await cursorAt(base, events);
  const { refreshToken: lateRefreshToken } = await giveGrant(base, jar);
  const rotated = await family.refresh(family.refreshToken);
  assert.equal(rotated.status, 200);
  const rotatedToken = rotated.refresh_token ?? '';
  assert.notEqual(rotatedToken, family.refreshToken);
  await speak(base, kept, 'lost', 2);
  const listening = await subscribeToWords(base, events, kept);
  await eventually(() => listening.words().length === 2);
  server = await bringBack(server);
  // It states why it closes, unless the server was killed.
  assert.ok([1006, 1012].includes((await listening.closed).code));

  // Every access token, session and refresh token of before is void.
  for (const token of [events, cad]) {
    assert.equal((await send(base, { path: '/v1/incident_events', token })).status, 401);
  }
  assert.equal((await send(base, { path: '/api/incidents', jar })).status, 401);
  for (const token of [refreshToken, lateRefreshToken]) {
    const form = { grant_type: 'refresh_token', refresh_token: token, client_id: 'sandbox-responder' };
    const refused = await send(base, {
      method: 'POST',
      path: '/oauth/token',
      form: { ...form, client_secret: 'sandbox-responder-secret' },
    });
    assert.equal(refused.status, 400);
    assert.equal(jsonOf<{ error: string }>(refused).error, 'invalid_grant');
  }

  // A family that moved on since the backup is not revived: neither by the token that is unspent again, nor by its successor.
  for (const token of [family.refreshToken, rotatedToken, family.refreshToken]) {
    const { status, error } = await family.refresh(token);
    assert.deepEqual([status, error], [400, 'invalid_grant']);
  }
  const unauthorized = await subscribeToWords(base, events, kept);
  assert.equal((await unauthorized.closed).code, 4401);
  assert.deepEqual(unauthorized.words(), []);

  // A machine gets a new token by itself; cursors of before are answered with a code of their own, everywhere.
  const token = await clientToken(base, 'sandbox-prepared-events');
  const newJar = await signIn(base, 'sandboxAdmin');
  const cadToken = await clientToken(base, 'sandbox-cad');
  for (const cursor of [before, late]) {
    for (const name of ['after', 'before']) {
      const answer = await send(base, { path: `/v1/incident_events?${name}=${cursor}`, token });
      assert.equal(answer.status, 412, answer.text);
      assert.equal(jsonOf<{ error: string }>(answer).error, 'resync_required');
    }
    const refused = /refused with 412/;
    await assert.rejects(connectStream(base, { token, after: cursor }), refused);
    const rapidsos = { token: cadToken, event_types: 'alert.new', after: cursor };
    await assert.rejects(connectStream(base, rapidsos, {}, '/v1'), refused);
    const cookie = { cookie: newJar.toString(), origin: base };
    await assert.rejects(connectStream(base, { after: cursor }, cookie, '/api/incidents/stream'), refused);
  }

  // A transcript is stated anew, from its first word, as it now stands; one that is lost is refused.
  const again = await subscribeToWords(base, token, kept);
  await speak(base, kept, 'new', 3);
  await eventually(() => again.words().includes('new'));
  assert.deepEqual(again.words(), ['kept', 'new']);
  const unknown = await subscribeToWords(base, token, lost);
  await eventually(unknown.isRejected);
  for (const { socket } of [again, unknown]) socket.terminate();

  // Reading anew works, and goes on with cursors of the new epoch.
  assert.equal((await send(base, { path: `/api/incidents/${kept}`, jar: newJar })).status, 200);
  assert.equal((await send(base, { path: `/api/incidents/${lost}`, jar: newJar })).status, 404);
  const fresh = await cursorAt(base, token);
  assert.match(fresh, /^sandbox-county:[0-9a-f]{8}\.\d+$/);
  const stream = await connectStream(base, { token, after: fresh });
  await openCall(base, '+15555550103');
  await eventually(() => stream.frames.length > 0);
  stream.socket.terminate();
  const resumed = await connectStream(base, { token, after: stream.frames[0].cursor });
  resumed.socket.terminate();

  // The receiver learns it by the header, and no id means two things.
  await eventually(() => receiver.received.some(({ headers }) => 'sallyport-epoch' in headers));
  const told = receiver.received.filter(({ headers }) => headers['sallyport-epoch'] === fresh.split(/[:.]/)[1]);
  assert.ok(told.length > 0);
  const bodies = Map.groupBy(receiver.received, ({ id }) => id);
  for (const [id, same] of bodies) assert.equal(new Set(same.map(({ text }) => text)).size, 1, id);
  const audit = await command('audit', 'export');
  assert.match(audit.output, /"action":"installation\.restored"/);
  const verified = await command('audit', 'verify');
  assert.equal(verified.code, 0, verified.output);
}

describe('after a restore everybody is told', () => {
  test('on SQLite, by sallyport backup and sallyport restore', async (t) => {
    const port = await freePort();
    const dataDir = join(top, 'data');
    const file = join(top, 'one.backup');
    const start = () => startGatewayProcess({ dataDir, port });
    await assertEachIsTold(t, {
      start,
      async backUp(server) {
        const made = await runCommand([
          'backup',
          '--data-dir',
          dataDir,
          '--to',
          file,
          '--backup-key',
          'of the tests alone',
        ]);
        assert.equal(made.code, 0, made.output);
        return server;
      },
      async bringBack(server) {
        await server.kill('SIGKILL');
        const restore = () =>
          runCommand(['restore', file, '--data-dir', dataDir, '--backup-key', 'of the tests alone']);
        const inUse = await restore();
        assert.equal(inUse.code, 3, inUse.output);
        assert.match(inUse.output, /must be empty but for sallyport\.key/);
        rmSync(dataDir, { recursive: true });
        const restored = await restore();
        assert.equal(restored.code, 0, restored.output);
        return start();
      },
      command: (...args) => runCommand([...args, '--data-dir', dataDir]),
    });
  });

  test('on SQLite, where the files were put back by hand: no server starts before it is accepted', async (t) => {
    const port = await freePort();
    const dataDir = join(top, 'by-hand');
    const copy = join(top, 'copy');
    const start = () => startGatewayProcess({ dataDir, port });
    await assertEachIsTold(t, {
      start,
      async backUp(server) {
        await server.kill('SIGTERM');
        cpSync(dataDir, copy, { recursive: true });
        return start();
      },
      async bringBack(server) {
        const accept = () => runCommand(['restore', '--accept', '--data-dir', dataDir]);
        await assertRefusedBeside(accept);
        await server.kill('SIGTERM');
        rmSync(join(dataDir, 'sallyport.db-wal'), { force: true });
        rmSync(join(dataDir, 'sallyport.db-shm'), { force: true });
        cpSync(join(copy, 'sallyport.db'), join(dataDir, 'sallyport.db'));
        await assert.rejects(
          start(),
          /is older than .*sallyport\.anchors states: record[^\n]*sallyport restore --accept/,
        );
        const accepted = await accept();
        assert.equal(accepted.code, 0, accepted.output);
        return start();
      },
      command: (...args) => runCommand([...args, '--data-dir', dataDir]),
    });
  });

  test('on PostgreSQL, where an older state of the database was put back', async (t) => {
    const postgres = await testPostgres();
    t.after(() => postgres.stop());
    const port = await freePort();
    const dataDir = join(top, 'postgres');
    const current = await postgres.newDatabase();
    const older = await postgres.newDatabase();
    const nameOf = (url: string) => new URL(url).pathname.slice(1);
    const maintenance = new URL(current);
    maintenance.pathname = '/postgres';
    let databaseUrl = current;
    const start = () => startGatewayProcess({ dataDir, port, databaseUrl });
    await assertEachIsTold(t, {
      start,
      async backUp(server) {
        await server.kill('SIGTERM');
        const client = new pg.Client({ connectionString: maintenance.href });
        await client.connect();
        await client.query(`DROP DATABASE ${nameOf(older)}`);
        await client.query(`CREATE DATABASE ${nameOf(older)} TEMPLATE ${nameOf(current)}`);
        await client.end();
        return start();
      },
      async bringBack(server) {
        const accept = (url: string) =>
          runCommand(['restore', '--accept', '--data-dir', dataDir, '--database-url', url]);
        await assertRefusedBeside(() => accept(current));
        await server.kill('SIGTERM');
        databaseUrl = older;
        await assert.rejects(start(), /is older than .*sallyport\.anchors states[^\n]*sallyport restore --accept/);
        const accepted = await accept(older);
        assert.equal(accepted.code, 0, accepted.output);
        return start();
      },
      command: (...args) => runCommand([...args, '--data-dir', dataDir, '--database-url', databaseUrl]),
    });
  });
});
