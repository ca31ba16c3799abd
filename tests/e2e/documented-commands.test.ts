import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../packages/testing/src/free-port.ts';
import {
  type GatewayProcess,
  runCommand,
  serverProgram,
  startGatewayProcess,
} from '../../packages/testing/src/gateway-process.ts';
import { bash } from '../conformance/programs.ts';
import { spawnServer } from './spawned-server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The commands of a document, in order: what stands in blocks of `sh`. Those of `text` need what a test does not have. */
function commandsOf(document: string): string {
  const text = readFileSync(join(root, document), 'utf8');
  return [...text.matchAll(/^ *```sh\n(.*?)^ *```/gms)].map(([, block]) => block).join('\n');
}

/** The first installs by itself; a server runs beside the second. */
for (const [document, atLeast] of [
  ['docs/install.md', 10],
  ['docs/operate.md', 8],
  ['docs/secure.md', 1],
  ['docs/backup.md', 8],
  ['docs/records.md', 4],
  ['docs/upgrade.md', 2],
  ['docs/addresses.md', 8],
  ['docs/single-sign-on.md', 2],
] as const) {
  test(`the commands of ${document} work as they stand, on a new installation`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-documented-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    if (document !== 'docs/install.md') {
      const person = ['--email', 'op@center.test', '--first-name', 'Op', '--last-name', 'Erator'];
      const { code, output } = await runCommand(['setup', ...person, '--data-dir', join(folder, 'data')]);
      assert.equal(code, 0, output);
    }
    if (document === 'docs/single-sign-on.md') {
      const agency = ['--id', 'park-county', '--name', 'Park County 9-1-1', '--time-zone', 'America/Denver'];
      const { code, output } = await runCommand(['agency', 'add', ...agency, '--data-dir', join(folder, 'data')]);
      assert.equal(code, 0, output);
    }
    if (document === 'docs/operate.md') {
      const port = await freePort();
      const serve = ['serve', '--port', String(port), '--data-dir', join(folder, 'data')];
      const server = await spawnServer(serve, `answers on http://127.0.0.1:${port}`);
      t.after(() => server.end('SIGTERM'));
    }
    const program = join(folder, 'sallyport');
    writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${serverProgram()}" "$@"\n`);
    chmodSync(program, 0o755);
    const commands = commandsOf(document);
    assert.ok(commands.split('\n').filter((line) => line.trim() !== '').length >= atLeast);
    const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}` };
    execFileSync('sh', ['-eu', '-c', commands], { cwd: folder, env, stdio: 'pipe' });
  });
}

let sandbox: GatewayProcess;
before(async () => {
  sandbox = await startGatewayProcess();
});
after(() => sandbox?.stop());

for (const [document, answers] of [
  ['docs/rapidsos.md', '"alert_id":'],
  ['docs/prepared.md', '"cursor":'],
] as const) {
  test(`the commands of ${document} work as they stand, on a sandbox`, async () => {
    const commands = commandsOf(document).replaceAll('http://127.0.0.1:8911', sandbox.url);
    const { code, output, errors } = await bash(commands);
    assert.equal(code, 0, errors);
    assert.ok(output.includes(answers), output);
  });
}
