import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createTokens, sallyport } from '../index.ts';
import { fileStore } from './file-store.ts';

const INDEX = new URL('../index.ts', import.meta.url).href;
const STORE = new URL('./file-store.ts', import.meta.url).href;

async function tokenService(t: TestContext): Promise<{ url: string; asked: () => number }> {
  let asked = 0;
  const server = createServer((_, res) => {
    asked += 1;
    setTimeout(() => res.end(JSON.stringify({ access_token: `token-${asked}`, expires_in: '3600' })), 20);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked };
}

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'sallyport-store-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test('two processes with one file ask for one token, in a file that nobody else may read', async (t) => {
  const { url, asked } = await tokenService(t);
  const path = join(folder(t), 'tokens.json');
  const program = `
    import { createTokens, sallyport } from '${INDEX}';
    import { fileStore } from '${STORE}';
    const tokens = createTokens({ server: sallyport('${url}'), clientId: 'a', clientSecret: 'b', store: fileStore('${path}') });
    const all = await Promise.all(Array.from({ length: 200 }, () => tokens.token()));
    console.log([...new Set(all)].join());
  `;
  const run = async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    await once(child, 'close');
    return printed.trim();
  };
  assert.deepEqual(await Promise.all([run(), run()]), ['token-1', 'token-1']);
  assert.equal(asked(), 1);
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('a lock of a process that is gone does not stop the next one, and a broken file is as none', async (t) => {
  const { url, asked } = await tokenService(t);
  const path = join(folder(t), 'tokens.json');
  const gone = spawn(process.execPath, ['-e', '']);
  await once(gone, 'close');
  writeFileSync(`${path}.lock`, String(gone.pid));
  writeFileSync(path, '{"half');
  const tokens = createTokens({ server: sallyport(url), clientId: 'a', clientSecret: 'b', store: fileStore(path) });
  assert.equal(await tokens.token(), 'token-1');
  assert.match(readFileSync(path, 'utf8'), /token-1/);
  await tokens.forget();
  assert.doesNotMatch(readFileSync(path, 'utf8'), /token-1/);
  assert.equal(await tokens.token(), 'token-2');
  assert.equal(asked(), 2);
});

test('a store that cannot be written is reported, and the token is given all the same', async (t) => {
  const { url } = await tokenService(t);
  const failures: unknown[] = [];
  const store = fileStore(join(folder(t), 'a-file', 'tokens.json'));
  writeFileSync(join(folder(t), 'x'), '');
  const broken = { ...store, exclusively: () => Promise.reject(new Error('read-only')) };
  const onStoreFailure = (error: unknown) => failures.push(error);
  const tokens = createTokens({
    server: sallyport(url),
    clientId: 'a',
    clientSecret: 'b',
    store: broken,
    onStoreFailure,
  });
  assert.equal(await tokens.token(), 'token-1');
  assert.equal(failures.length, 1);
});

test('however many find the lock of a process that is gone, one at a time is in', async (t) => {
  const path = join(folder(t), 'tokens.json');
  const gone = spawn(process.execPath, ['-e', '']);
  await once(gone, 'close');
  // Each store takes the lock by itself, as a process of its own does.
  const stores = Array.from({ length: 20 }, () => fileStore(path));
  for (let round = 0; round < 5; round += 1) {
    writeFileSync(`${path}.lock`, String(gone.pid));
    let within = 0;
    await Promise.all(
      stores.map((store) =>
        store.exclusively('a', async () => {
          within += 1;
          assert.equal(within, 1);
          await new Promise((resolve) => setImmediate(resolve));
          within -= 1;
        }),
      ),
    );
  }
});

test("another machine's process of a number that is none here is not gone", async (t) => {
  const path = join(folder(t), 'tokens.json');
  const gone = spawn(process.execPath, ['-e', '']);
  await once(gone, 'close');
  writeFileSync(`${path}.lock`, `${gone.pid} another-machine 1`);
  let isIn = false;
  const taken = fileStore(path).exclusively('a', async () => {
    isIn = true;
  });
  for (let look = 0; look < 10; look += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(isIn, false);
  rmSync(`${path}.lock`);
  await taken;
});

test('a file of JSON that is no object is as none', async (t) => {
  const { url } = await tokenService(t);
  const path = join(folder(t), 'tokens.json');
  for (const content of ['null', '[]', '7', '"x"', '']) {
    writeFileSync(path, content);
    const tokens = createTokens({ server: sallyport(url), clientId: 'a', clientSecret: 'b', store: fileStore(path) });
    const token = await tokens.token();
    assert.match(readFileSync(path, 'utf8'), new RegExp(token), content);
  }
});

const NO_LIMITS_HERE = process.platform === 'win32' && 'Windows has no limit of what a process writes';
test('where nothing more can be written, each call has a token, and nothing is left behind', {
  skip: NO_LIMITS_HERE,
}, async (t) => {
  const { url, asked } = await tokenService(t);
  const path = join(folder(t), 'tokens.json');
  const program = `
    import { createTokens, sallyport } from '${INDEX}';
    import { fileStore } from '${STORE}';
    for (let source = 0; source < 2; source += 1) {
      const store = fileStore('${path}');
      const tokens = createTokens({ server: sallyport('${url}'), clientId: 'a', clientSecret: 'b', store, onStoreFailure: () => console.log('told') });
      console.log(await tokens.token());
    }
  `;
  // As on a full disk: a file can be made, and nothing written to it.
  const child = spawn('sh', ['-c', 'ulimit -f 0; exec "$0" --input-type=module -e "$1"', process.execPath, program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  await once(child, 'close');
  assert.equal(printed, 'told\ntoken-1\ntold\ntoken-2\n');
  assert.equal(asked(), 2);
  assert.deepEqual(readdirSync(dirname(path)), []);
});
