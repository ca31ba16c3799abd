import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

const folder = fileURLToPath(new URL('../../packages/client', import.meta.url));
const README = readFileSync(join(folder, 'README.md'), 'utf8');
/** A stated size may be this much larger than what is: more would be a number that nobody looked at. */
const SLACK_KB = 1.5;

interface Bundle {
  readonly code: string;
  readonly imports: readonly string[];
}

/** The program as an integrator's bundler makes it of their import. */
async function bundled(source: string): Promise<Bundle> {
  const entry = '\0program';
  const bundle = await rolldown({
    input: entry,
    platform: 'neutral',
    external: (id) => id.startsWith('node:') || builtinModules.includes(id),
    plugins: [
      {
        name: 'program',
        resolveId: (id) => (id === entry ? id : id.startsWith('@sallyport/client') ? pathOf(id) : null),
        load: (id) => (id === entry ? source : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'esm', minify: true });
  await bundle.close();
  return { code: output.map((part) => ('code' in part ? part.code : '')).join(''), imports: output[0].imports };
}

function pathOf(id: string): string {
  const name = id.slice('@sallyport/client'.length + 1);
  return join(folder, 'src', `${name === '' ? 'index' : name}.ts`);
}

const kilobytes = ({ code }: Bundle) => gzipSync(code, { level: 9 }).length / 1024;

const entries = Object.keys(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).exports).map((entry) =>
  entry === '.' ? '@sallyport/client' : entry.replace('.', '@sallyport/client'),
);
const stated = new Map(
  [...README.matchAll(/^\| `(@sallyport\/client[\w/]*)` \|.*\| (\d+) KB \|$/gm)].map(([, id = '', size]) => [
    id,
    Number(size),
  ]),
);

test('the README states the size of every entry, and of no other', () => {
  assert.deepEqual([...stated.keys()].sort(), [...entries].sort());
});

for (const entry of entries) {
  test(`${entry} is as small as the README states, and asks for nothing but the platform`, async () => {
    const bundle = await bundled(`export * from '${entry}';`);
    const size = kilobytes(bundle);
    const atMost = stated.get(entry) ?? 0;
    assert.ok(size <= atMost && size > atMost - SLACK_KB, `${entry} has ${size.toFixed(2)} KB, stated are ${atMost}`);
    const isForNode = entry.endsWith('/node');
    assert.deepEqual(
      bundle.imports.filter((name) => !isForNode || !name.startsWith('node:')),
      [],
    );
  });
}

test('who imports one preset gets that alone', async () => {
  const { code } = await bundled("export { rapidsos } from '@sallyport/client';");
  assert.ok(code.length < 1_500, `${code.length} bytes`);
  assert.doesNotMatch(code, /prepared911|active911|WebSocket/);
});

test('one vendor does not bring another', async () => {
  const { code } = await bundled("export { Active911Client, active911 } from '@sallyport/client/active911';");
  assert.doesNotMatch(code, /rapidsos\.com|prepared911|actioncable/);
});
