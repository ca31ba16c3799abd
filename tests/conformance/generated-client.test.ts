import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = fileURLToPath(new URL('generated-client', import.meta.url));
const generator = join(root, 'packages/testing/node_modules/openapi-typescript/bin/cli.js');
const compiler = join(root, 'node_modules/typescript/bin/tsc');

let server: GatewayProcess;
let folder = '';
before(async () => {
  // Among the project's packages, which the program imports, and as deep as its own folder.
  mkdirSync(join(root, '.tmp/conformance'), { recursive: true });
  folder = mkdtempSync(join(root, '.tmp/conformance/generated-client-'));
  for (const file of ['program.ts', 'tsconfig.json']) cpSync(join(source, file), join(folder, file));
  server = await startGatewayProcess();
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server?.stop();
});

const run = (...args: string[]) => execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });

test('a client that a public generator makes of the served document compiles strictly and works', async () => {
  run(generator, `${server.url}/openapi.json`, '-o', 'schema.d.ts');
  assert.equal(run(compiler, '-p', 'tsconfig.json', '--pretty', 'false'), '');
  const done = JSON.parse(run('program.ts', server.url));
  assert.match(done.sent, /^alert-/);
  assert.equal(done.listed, done.sent);
  assert.equal(done.status, 'NEW');
  assert.equal(done.refused, 'missing_token');
});
