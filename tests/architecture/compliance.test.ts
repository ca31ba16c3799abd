import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { controlsOf, oscalDocument } from '../../tools/compliance-document.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const controls = controlsOf(readFileSync(join(root, 'docs/secure.md'), 'utf8'));

test('every control is read from the tables once, and what shows it exists', () => {
  assert.ok(controls.length >= 35, `only ${controls.length} controls`);
  const numbers = controls.map(({ number }) => number);
  assert.equal(new Set(numbers).size, numbers.length);
  const named = controls.flatMap(({ proofs }) => proofs);
  assert.ok(named.length >= 25);
  assert.deepEqual(
    named.filter((file) => !existsSync(join(root, file))),
    [],
  );
});

test('a control is met, partly met, not met or yours by the first word of what stands here', () => {
  const row = (here: string) => controlsOf(`| AC-2(3), PE | accounts | ${here} |`);
  assert.deepEqual(
    row('met: `tests/e2e/start.test.ts`').map(({ number, status, proofs }) => [number, status, proofs]),
    [
      ['AC-2(3)', 'met', ['tests/e2e/start.test.ts']],
      ['PE', 'met', ['tests/e2e/start.test.ts']],
    ],
  );
  assert.equal(row('**not met**: a password alone')[0]?.status, 'not met');
  assert.equal(row('yours: the proxy')[0]?.status, 'yours to do');
  assert.equal(row('secrets and keys: met, AES; the disk: yours')[0]?.status, 'partly met');
  assert.deepEqual(controlsOf('| Asks for | Here |\n| 15 characters | met |'), []);
});

test('the component definition names controls as the catalog does, each with an id of its own that never changes', () => {
  const text = JSON.stringify(oscalDocument('1.0.0'));
  assert.equal(text, JSON.stringify(oscalDocument('1.0.0')));
  const ids = [...text.matchAll(/"uuid":"([^"]+)"/g)].map(([, id]) => id ?? '');
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const named = [...text.matchAll(/"control-id":"([^"]+)"/g)].map(([, id]) => id ?? '');
  assert.ok(named.includes('ac-2.3'));
  for (const id of named) assert.match(id, /^[a-z]{2}-\d+(\.\d+)?$/);
});
