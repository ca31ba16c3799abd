import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { clientReference } from '../../tools/client-reference.ts';

const CLIENT = new URL('../../packages/client/', import.meta.url);
const LARGEST_BYTES = 150_000;

test('the reference of the client has every name that an entry exports, and no more than 150 KB', async () => {
  const pages = new Map(clientReference('').map(({ file, content }) => [file, content]));
  const { exports: entries } = JSON.parse(readFileSync(new URL('package.json', CLIENT), 'utf8')) as {
    exports: Record<string, { default: string }>;
  };
  for (const [entry, { default: source }] of Object.entries(entries)) {
    const page = pages.get(`docs/client/${entry === '.' ? 'index' : entry.slice(2)}.md`) ?? assert.fail(entry);
    const file = new URL(source, CLIENT);
    // Types are in the source alone: those that it names in braces.
    const named = readFileSync(fileURLToPath(file), 'utf8').matchAll(/export (?:type )?\{([^}]*)\}/g);
    const types = [...named].flatMap(([, names = '']) =>
      names.split(',').map((name) => name.replace(/\btype\b/, '').trim()),
    );
    const values = Object.keys((await import(pathToFileURL(fileURLToPath(file)).href)) as object);
    const missing = [...types, ...values].filter((name) => name !== '' && !page.includes(`\n## ${name}\n`));
    assert.deepEqual(missing, [], entry);
  }
  const bytes = [...pages.values()].reduce((sum, content) => sum + Buffer.byteLength(content), 0);
  assert.ok(bytes < LARGEST_BYTES, `${bytes} bytes`);
});
