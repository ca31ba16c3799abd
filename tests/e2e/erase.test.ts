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
import { type GatewayProcess, runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';

const BIN = fileURLToPath(new URL('../../packages/gateway/bin/sallyport.js', import.meta.url));
const MARK = 'Zwiebelturm-4711';

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
  const filesHoldMark = () =>
    ['sallyport.db', 'sallyport.db-wal']
      .map((name) => join(dataDir, name))
      .some((path) => existsSync(path) && readFileSync(path).includes(MARK));

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
    assert.ok(countIn('incidents') >= 250 && filesHoldMark());
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
    assert.equal(filesHoldMark(), false);
  });
});
