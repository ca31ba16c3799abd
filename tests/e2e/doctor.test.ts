import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { runInProcess } from '../../packages/testing/src/command-line.ts';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { startMailServer } from '../../packages/testing/src/mail-server.ts';
import { type TestPostgres, testPostgres } from '../../packages/testing/src/postgres.ts';
import { type SpawnedServer, spawnServer } from './spawned-server.ts';

interface Finding {
  check: string;
  status: string;
  found: string;
  action?: string;
}
const DAY_MS = 86_400_000;
const top = mkdtempSync(join(tmpdir(), 'sallyport-doctor-'));
after(() => rmSync(top, { recursive: true, force: true }));

/** A server that answers anything with that, and this date. */
async function startOther(date?: string): Promise<{ url: string; close(): void }> {
  const server = createServer((_request, response) => {
    if (date !== undefined) response.setHeader('date', date);
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

describe('sallyport doctor', () => {
  const dataDir = join(top, 'data');
  let url: string;
  let server: SpawnedServer;
  before(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    server = await spawnServer(['serve', '--port', String(port), '--data-dir', dataDir], `answers on ${url}`);
  });
  after(() => server?.end('SIGTERM'));

  const examine = async (...args: string[]) => {
    const asked = args.includes('--public-url') ? args : [...args, '--public-url', url];
    const { code, output } = await runInProcess(['doctor', '--json', '--data-dir', dataDir, ...asked]);
    const { findings } = JSON.parse(output) as { findings: Finding[] };
    return { code, of: (check: string) => findings.find((finding) => finding.check === check), findings };
  };
  const change = (sql: string, ...values: (string | number | null)[]) => {
    const connection = new DatabaseSync(join(dataDir, 'sallyport.db'), { timeout: 5_000 });
    connection.prepare(sql).run(...values);
    connection.close();
  };

  test('finds no fault in a server that runs as it should, and ends with 0', async () => {
    const { code, findings } = await examine();
    assert.deepEqual(
      findings.filter(({ status }) => status === 'fault'),
      [],
    );
    assert.equal(code, 0);
    const checks = findings.map(({ check }) => check);
    for (const check of ['permissions', 'writable', 'disk', 'database', 'signing_key', 'webhooks', 'outbox', 'audit']) {
      assert.ok(checks.includes(check), check);
    }
    const text = await runInProcess(['doctor', '--data-dir', dataDir, '--public-url', url]);
    assert.match(text.output, /^ok {7}public_url: http:\S+ leads to this installation$/m);
    for (const { status, action } of findings) assert.equal(action === undefined, status === 'ok');
  });

  test('finds files that others may read, and leaves them as they are', async () => {
    chmodSync(join(dataDir, 'sallyport.key'), 0o644);
    const { code, of } = await examine();
    assert.equal(code, 1);
    assert.match(of('permissions')?.found ?? '', /may read .*sallyport\.key/);
    assert.equal((await examine()).code, 1, 'it mended nothing');
    chmodSync(join(dataDir, 'sallyport.key'), 0o600);
  });

  test('finds alerts that were created under a clock that was ahead', async () => {
    assert.equal((await examine()).of('alert_times')?.status, 'ok');
    const year = 365 * DAY_MS;
    const insert = 'INSERT INTO agencies (id, name, number, created_at, last_alert_at) VALUES (?, ?, 9999, 1, ?)';
    change(insert, 'ahead', 'Ahead', Date.now() + year);
    const { code, of } = await examine();
    assert.match(of('alert_times')?.found ?? '', /, 8(759\.\d|760\.0) hours from now$/);
    assert.equal(code, 0, 'a warning');
    change('DELETE FROM agencies WHERE id = ?', 'ahead');
  });

  test('finds a public URL that is not reached, leads elsewhere, or has another time', async () => {
    const closed = `http://127.0.0.1:${await freePort()}`;
    assert.match((await examine('--public-url', closed)).of('public_url')?.found ?? '', /not reached .*ECONNREFUSED/);
    const other = await startOther();
    const { of } = await examine('--public-url', other.url);
    assert.match(of('public_url')?.found ?? '', /is not this installation/);
    assert.equal(of('clock')?.status, 'ok');
    other.close();
    const wrong = await startOther('Mon, 01 Jan 2024 00:00:00 GMT');
    assert.equal((await examine('--public-url', wrong.url)).of('clock')?.status, 'fault');
    wrong.close();
  });

  test('finds a proxy that is not declared, mail that is missing, silent or taken, and LiveKit that is gone', async () => {
    const { of } = await examine('--public-url', 'https://127.0.0.1:1');
    assert.equal(of('proxy')?.status, 'warning');
    assert.equal(of('mail')?.status, 'warning');
    const mail = await startMailServer('working');
    assert.equal((await examine('--smtp-url', mail.url)).of('mail')?.status, 'ok');
    await mail.close();
    assert.match((await examine('--smtp-url', mail.url)).of('mail')?.found ?? '', /ECONNREFUSED|ESOCKET|ECONNECTION/);
    const other = await startOther();
    const live = (address: string) =>
      examine(
        '--livekit-url',
        address.replace('http', 'ws'),
        '--livekit-api-key=k',
        `--livekit-api-secret=${'x'.repeat(32)}`,
      );
    assert.equal((await live(other.url)).of('livekit')?.status, 'ok');
    other.close();
    assert.equal((await live(other.url)).of('livekit')?.status, 'fault');
  });

  test('states how requests come, as the server sees them: their address, and a proxy that is not declared', async () => {
    const declared = (await examine()).of('forwarding');
    assert.equal(declared?.status, 'ok');
    assert.match(
      declared?.found ?? '',
      /^The server has 127\.0\.0\.1 as the address of this machine's requests; none /,
    );
    await (await fetch(`${url}/healthz`, { headers: { 'x-forwarded-for': '203.0.113.9' } })).text();
    const undeclared = (await examine()).of('forwarding');
    assert.equal(undeclared?.status, 'warning');
    assert.match(
      undeclared?.found ?? '',
      /; \d+ s ago a request came with x-forwarded-for from an address that is not/,
    );
    assert.match(undeclared?.action ?? '', /^Name the proxy in SALLYPORT_TRUSTED_PROXIES \(127\.0\.0\.1, /);
  });

  test('finds webhooks that are disabled or fail, deliveries and mail that wait, and a clean-up that stopped', async () => {
    change("INSERT INTO agencies (id, name, created_at) VALUES ('a', 'A', 1)");
    const subscription = (id: number, state: string, failingSince: number | null) =>
      change(
        `INSERT INTO webhook_subscriptions (id, agency_id, name, url, dialect, event_types, authentication, secret, state,
          cursor_seq, failure_count, failing_since, created_at, updated_at)
          VALUES (?, 'a', 'x', 'http://127.0.0.1:1', 'native', '[]', '{"kind":"none"}', 's', ?, 0, 0, ?, 1, 1)`,
        id,
        state,
        failingSince,
      );
    subscription(1, 'disabled', null);
    subscription(2, 'active', Date.now() - DAY_MS);
    change(
      `INSERT INTO outbox (id, state, recipient, subject, sealed_text, sealed_under, attempts, next_attempt_at, created_at)
        VALUES ('m', 'waiting', 'a@b.test', 's', 'x', 'another', 1, ?, ?)`,
      Date.now() + DAY_MS,
      Date.now() - DAY_MS,
    );
    change(
      "INSERT INTO clean_ups (kind, agency_id, leased_until, finished_at, removed, removed_in_all) VALUES ('x', '', 0, ?, 0, 0)",
      Date.now() - DAY_MS,
    );
    const { of } = await examine();
    assert.match(of('webhooks_disabled')?.found ?? '', /^1 webhooks are disabled/);
    assert.match(of('webhooks_failing')?.found ?? '', /^1 webhooks fail, one for 14\d\d minutes/);
    assert.match(of('outbox')?.found ?? '', /^1 mails wait, the oldest for more than half an hour/);
    change("UPDATE outbox SET state = 'given_up'");
    assert.match((await examine()).of('outbox')?.found ?? '', /^1 mails were given up/);
    assert.match(of('clean_up')?.found ?? '', /^The last clean-up ended 24\.0 hours ago/);
    change('DELETE FROM webhook_subscriptions');
    change('DELETE FROM outbox');
    change('DELETE FROM clean_ups');
  });

  test('finds a signing key that was not rotated, and an audit record that was changed', async () => {
    assert.equal((await examine()).of('audit')?.status, 'ok');
    change("UPDATE signing_keys SET activated_at = activated_at - ? WHERE state = 'current'", 40 * DAY_MS);
    assert.match((await examine()).of('signing_key')?.found ?? '', /is 40\.0 days old/);
    const added = await runInProcess(['keys', 'rotate', '--data-dir', dataDir]);
    assert.equal(added.code, 0, added.output);
    change("UPDATE audit_records SET subject = 'other' WHERE action = 'signing_keys.rotated'");
    const { code, of } = await examine();
    assert.match(of('audit')?.found ?? '', /1 faults: chain .* was changed after it was written/);
    assert.equal(code, 1);
  });

  test('finds backups that are missing or old', async () => {
    const backups = join(top, 'backups');
    mkdirSync(backups);
    assert.match((await examine('--backups', backups)).of('backups')?.found ?? '', /has no backup/);
    writeFileSync(join(backups, 'sallyport-20240101T000000Z.backup'), '');
    assert.equal((await examine('--backups', backups)).of('backups')?.status, 'fault');
    const name = `sallyport-${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '')}Z.backup`;
    writeFileSync(join(backups, name), '');
    assert.equal((await examine('--backups', backups)).of('backups')?.status, 'ok');
  });

  test('finds that no backup is known, then the one that was made, and one that is old or has faults', async () => {
    assert.match((await examine()).of('last_backup')?.found ?? '', /^No backup/);
    assert.equal((await examine()).of('last_backup')?.status, 'warning');
    // The audit of this folder was changed above, of which the backup is made all the same.
    assert.equal((await runInProcess(['backup', '--data-dir', dataDir, '--to', join(top, 'one.backup')])).code, 1);
    const made = (await examine()).of('last_backup');
    assert.match(
      made?.found ?? '',
      /^The last backup was made 0\.0 days ago, of \d{5,} bytes, and its audit has 1 faults/,
    );
    assert.equal(made?.status, 'fault');
    change('UPDATE backups SET audit_faults = 0');
    assert.equal((await examine()).of('last_backup')?.status, 'ok');
    change('UPDATE backups SET made_at = made_at - ?', 3 * DAY_MS);
    assert.equal((await examine()).of('last_backup')?.status, 'warning');
  });

  test('finds a database that this version did not migrate yet, or that a later one did, and reads no further', async () => {
    assert.equal((await examine()).of('schema')?.status, 'ok');
    change("UPDATE kysely_migration SET name = '9999-later' WHERE name = '0181-operation'");
    const later = await examine();
    assert.match(later.of('schema')?.found ?? '', /later version of Sallyport \(9999-later\)/);
    assert.equal(later.code, 1);
    assert.equal(later.of('webhooks'), undefined);
    change("INSERT INTO migration_marks (name, is_compatible) VALUES ('9999-later', 1)");
    const lacking = await examine();
    assert.match(lacking.of('schema')?.found ?? '', /lacks 1 migrations of this version, from 0181-operation on/);
    assert.equal(lacking.of('schema')?.status, 'warning');
    change("UPDATE kysely_migration SET name = '0181-operation' WHERE name = '9999-later'");
    change("DELETE FROM migration_marks WHERE name = '9999-later'");
    assert.equal((await examine()).of('schema')?.status, 'ok');
  });

  test('says what is wrong with a folder or a database that is not there, and with a server that is stopped', async () => {
    const none = await examine('--data-dir', join(top, 'none'));
    assert.equal(none.of('folder')?.status, 'fault');
    assert.match(none.of('database')?.found ?? '', /sallyport\.db is missing/);
    await server.end('SIGTERM');
    const { of } = await examine();
    assert.equal(of('database')?.status, 'ok');
    assert.match(of('public_url')?.found ?? '', /is not reached/);
  });
});

test('the doctor finds a sandbox where none should be, and says so of one that is meant', async () => {
  const server = await startGatewayProcess();
  const args = ['doctor', '--json', '--data-dir', server.dataDir, '--public-url', server.url];
  const of = async (...more: string[]) =>
    (JSON.parse((await runInProcess([...args, ...more])).output) as { findings: Finding[] }).findings.find(
      ({ check }) => check === 'demo',
    );
  assert.equal((await of())?.status, 'fault');
  assert.equal((await of('--demo'))?.status, 'warning');
  await server.stop();
});

describe('the doctor on PostgreSQL', () => {
  let postgres: TestPostgres;
  before(async () => {
    postgres = await testPostgres();
  });
  after(() => postgres?.stop());

  test('compares the clocks, and finds an unset secrets key and a database that is not reached', async () => {
    const databaseUrl = await postgres.newDatabase();
    const dataDir = join(top, 'postgres');
    const person = ['--email', 'op@center.test', '--first-name', 'Op', '--last-name', 'Erator'];
    const place = ['--data-dir', dataDir, '--database-url', databaseUrl];
    assert.equal((await runInProcess(['setup', ...person, ...place])).code, 0);
    const examine = async (...args: string[]) => {
      const { output } = await runInProcess(['doctor', '--json', ...args]);
      const { findings } = JSON.parse(output) as { findings: Finding[] };
      return (check: string) => findings.find((finding) => finding.check === check);
    };
    const of = await examine(...place);
    assert.equal(of('database_clock')?.status, 'ok');
    assert.equal(of('secrets_key')?.status, 'fault');
    const key = ['--secrets-key', Buffer.alloc(32, 1).toString('base64')];
    assert.equal((await examine(...place, ...key))('secrets_key')?.status, 'ok');
    const gone = new URL(databaseUrl);
    gone.port = String(await freePort());
    const unreached = await examine('--database-url', gone.href, '--data-dir', dataDir);
    assert.match(unreached('database')?.found ?? '', /is not reached \(ECONNREFUSED\)/);
  });
});
