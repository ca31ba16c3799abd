import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { runInProcess } from '../../packages/testing/src/command-line.ts';
import { type GatewayProcess, runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';

const BIN = fileURLToPath(new URL('../../packages/gateway/bin/sallyport.js', import.meta.url));
const MARK = 'Zwiebelturm-4711';
const NUMBER = '+15125550188';

describe('sallyport erase beside a running server', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-erase-'));
  const given = ['erase', '--data-dir', dataDir, '--agency', 'sandbox-county'];
  let server: GatewayProcess;
  let headers: Record<string, string>;
  before(async () => {
    server = await startGatewayProcess({ dataDir });
    const basic = Buffer.from('sandbox-call-handling:sandbox-call-handling-secret').toString('base64');
    const body = new URLSearchParams({ grant_type: 'client_credentials' });
    const granted = await fetch(`${server.url}/oauth/token`, {
      ...{ method: 'POST', body, headers: { authorization: `Basic ${basic}` } },
    });
    const { access_token: token } = (await granted.json()) as { access_token: string };
    headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    for (let index = 0; index < 250; index += 1) {
      const { id } = (await (await post('/api/incidents', { call: {} })).json()) as { id: string };
      if (index % 5 === 0) assert.equal((await post(`/api/incidents/${id}/notes`, { text: MARK })).status, 201);
    }
  });
  after(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const post = (path: string, body: unknown) =>
    fetch(`${server.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  function countIn(table: 'incidents' | 'events'): number {
    const connection = new DatabaseSync(join(dataDir, 'sallyport.db'), { readOnly: true, timeout: 10_000 });
    const [row] = connection.prepare(`SELECT count(*) AS n FROM ${table} WHERE agency_id = 'sandbox-county'`).all();
    connection.close();
    return Number(row?.['n']);
  }
  const filesHold = (mark: string) =>
    ['sallyport.db', 'sallyport.db-wal']
      .map((name) => join(dataDir, name))
      .some((path) => existsSync(path) && readFileSync(path).includes(mark));

  test('states what would go, and asks before it goes', async () => {
    const dry = await runCommand([...given, '--dry-run']);
    assert.equal(dry.code, 0, dry.output);
    assert.match(dry.output, /would be removed: 2\d\d incidents, .*of the incidents are open/);
    const silent = await runCommand(given);
    assert.equal(silent.code, 2, silent.output);
    assert.match(silent.output, /Give --yes/);
    const open = await runCommand([...given, '--yes']);
    assert.equal(open.code, 1, open.output);
    assert.match(open.output, /or give --force/);
    assert.ok(countIn('incidents') >= 250 && filesHold(MARK));
  });

  test('removes one phone number at all agencies, once it was typed or --yes is given', async () => {
    const call = { caller_phone_number: NUMBER };
    const { id } = (await (await post('/api/incidents', { call })).json()) as { id: string };
    assert.equal((await post(`/api/incidents/${id}/notes`, { text: 'asked to be called back' })).status, 201);
    assert.ok(filesHold(NUMBER));
    const phone = ['erase', '--data-dir', dataDir, '--phone', '(512) 555-0188'];
    const both = await runInProcess(['erase', '--data-dir', dataDir, '--yes']);
    assert.match(both.output, /Give --agency, --phone or both/);
    const dry = await runInProcess([...phone, '--dry-run']);
    assert.equal(dry.code, 0, dry.output);
    assert.match(
      dry.output,
      /^Of \+15125550188 would be removed: 1 incidents, 2 events, .*; 1 of the incidents are open/m,
    );
    const erased = await runInProcess([...phone, '--yes', '--force']);
    assert.equal(erased.code, 0, erased.output);
    assert.match(erased.output, /^Removed$/m);
  });

  test('killed in the middle and run again it removes everything, and nothing of it can be read in the files', async () => {
    const killed = spawn(process.execPath, [BIN, ...given, '--yes', '--force'], { stdio: 'ignore' });
    const ended = once(killed, 'close');
    await eventually(async () => countIn('events') === 0);
    killed.kill('SIGKILL');
    await ended;
    const { code, output } = await runCommand([...given, '--yes', '--force']);
    assert.equal(code, 0, output);
    assert.match(output, /^Removed$/m);
    assert.deepEqual([countIn('incidents'), countIn('events')], [0, 0]);
    assert.equal((await post('/api/incidents', { call: {} })).status, 201);
    assert.equal((await runCommand(['audit', 'verify', '--data-dir', dataDir])).code, 0);
    await server.kill('SIGTERM');
    assert.deepEqual([filesHold(MARK), filesHold(NUMBER)], [false, false]);
  });
});
