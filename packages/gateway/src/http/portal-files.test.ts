import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import Fastify from 'fastify';
import { servePortalFiles } from './portal-files.ts';

const SCRIPT = 'export const words = "the portal"; '.repeat(100);

/** A folder as the portal's build leaves it; the twins are marked, so that it shows which file was sent. */
function builtPortal(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-portal-'));
  const assets = join(folder, 'assets');
  mkdirSync(assets);
  writeFileSync(join(assets, 'index-1a2b.js'), SCRIPT);
  writeFileSync(join(assets, 'index-1a2b.js.br'), 'by brotli');
  writeFileSync(join(assets, 'index-1a2b.js.gz'), 'by gzip');
  writeFileSync(join(assets, 'alone-3c4d.js'), SCRIPT);
  writeFileSync(join(assets, 'inter-5e6f.woff2'), 'a font');
  return folder;
}

test('an asset is sent as the build compressed it, for ever, by what the client takes', async (t) => {
  const folder = builtPortal();
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const app = Fastify();
  servePortalFiles(app, folder);
  const ask = (name: string, encodings?: string) =>
    app.inject({
      url: `/assets/${name}`,
      headers: encodings === undefined ? {} : { 'accept-encoding': encodings },
    });
  for (const [encodings, encoding, body] of [
    ['gzip, deflate, br', 'br', 'by brotli'],
    ['gzip', 'gzip', 'by gzip'],
    ['identity', undefined, SCRIPT],
    [undefined, undefined, SCRIPT],
  ] as const) {
    const answer = await ask('index-1a2b.js', encodings);
    assert.deepEqual([answer.headers['content-encoding'], answer.body], [encoding, body]);
    assert.equal(answer.headers['vary'], 'accept-encoding');
    assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.equal(answer.headers['content-type'], 'text/javascript; charset=utf-8');
  }
  // What the build left as it was is compressed here, unless it is compressed as it is.
  assert.equal(gunzipSync((await ask('alone-3c4d.js', 'gzip')).rawPayload).toString(), SCRIPT);
  const font = await ask('inter-5e6f.woff2', 'br');
  assert.deepEqual([font.headers['content-encoding'], font.body], [undefined, 'a font']);
  // The twins have no address of their own.
  assert.notEqual((await ask('index-1a2b.js.br')).statusCode, 200);
});
