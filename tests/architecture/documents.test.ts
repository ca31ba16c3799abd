import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { documents } from '../../tools/documents.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const NAMED_FILE = /`((?:packages|tools|tests|bench|docs)\/[A-Za-z0-9_./-]+\.[a-z]+)`/g;

const OPERATORS = ['install', 'operate', 'secure', 'operations', 'rapidsos', 'prepared', 'active911'];
const NAMING = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/architecture.md'],
  ...OPERATORS.map((name) => `docs/${name}.md`),
];

for (const document of NAMING) {
  test(`every file that ${document} names exists`, () => {
    const named = [...readFileSync(join(root, document), 'utf8').matchAll(NAMED_FILE)].map(([, file]) => file ?? '');
    assert.deepEqual(
      named.filter((file) => !existsSync(join(root, file))),
      [],
    );
  });
}

test('the walk through one request names at least ten files', () => {
  const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  assert.ok(new Set(text.match(NAMED_FILE)).size >= 10);
});

test('the table of runtime dependencies has those of the gateway, and no other', () => {
  const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8').split(
    '## Runtime dependencies of the gateway',
  )[1];
  const rows = (text ?? '').split('\n## ')[0]?.match(/^\| `.*? \|/gm) ?? [];
  const listed = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
  const { dependencies } = JSON.parse(readFileSync(join(root, 'packages/gateway/package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const used = Object.keys(dependencies).filter((name) => !name.startsWith('@sallyport/'));
  assert.deepEqual(listed.sort(), ['node', ...used].sort());
});

for (const { file, content } of await documents()) {
  test(`${file} is what \`npm run generate\` makes`, () => {
    assert.equal(readFileSync(join(root, file), 'utf8'), content);
  });
}
