import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { atOnce } from '../../packages/testing/src/barrier.ts';
import { alertOf, clientsOf, sandboxFor } from '../client/servers.ts';

const BIN = fileURLToPath(new URL('../../packages/gateway/bin/sallyport.js', import.meta.url));

test('tail ends once nobody reads it, and keeps the place of what was read; an export of the audit ends too', async (t) => {
  const gateway = await sandboxFor(t);
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-unread-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const env = { ...process.env, XDG_CONFIG_HOME: folder, SALLYPORT_CLIENT_SECRET: 'sandbox-cad-secret' };
  const file = join(folder, 'cursor');
  const script = [
    '"$0" "$1" login "$2" --with client --client-id sandbox-cad >/dev/null',
    '"$0" "$1" tail --json --after sandbox-county:0 --cursor-file "$3" | head -n 1',
    'echo "ended $PIPESTATUS"',
  ].join('; ');
  const child = spawn('bash', ['-c', script, process.execPath, BIN, gateway.url, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const closed = once(child, 'close');
  const { station } = clientsOf(gateway.url);
  let sent = 0;
  while (child.exitCode === null && sent < 500) {
    await station.trigger(alertOf(`unread-${sent}`));
    sent += 1;
  }
  await closed;
  assert.match(printed, /^\{"kind":"event".*\}\nended 0\n$/);
  const [agency, reached] = readFileSync(file, 'utf8').trim().split(':');
  assert.equal(agency, 'sandbox-county');
  assert.ok(Number(reached) < sent, `${reached} of ${sent} events were kept as read`);

  // More than a pipe holds.
  await atOnce(200, (index) => station.trigger(alertOf(`exported-${index}`)));
  const exported = spawnSync(
    'bash',
    [
      '-c',
      '"$0" "$1" audit export --data-dir "$2" | head -n 1; echo "ended $PIPESTATUS"',
      process.execPath,
      BIN,
      gateway.dataDir,
    ],
    { encoding: 'utf8' },
  );
  assert.match(exported.stdout, /^\{"chain":.*\}\nended 0\n$/);
  assert.equal(exported.stderr, '', 'a reader that ends first is no fault');
});
