import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';

const PORTAL = fileURLToPath(new URL('../../packages/portal/src/', import.meta.url));

/** What people read or hear of an element, besides what stands in it. */
const READ = new Set([
  'label',
  'title',
  'description',
  'placeholder',
  'aria-label',
  'data-label',
  'alt',
  'what',
  'keep',
  'action',
  'error',
]);
/** Names, units and keys, which are the same in every language. */
const SAME =
  /^(Id|URL|Sallyport|USNG\/MGRS|KiB|Shift \w|sallyport map add county\.pmtiles|America\/New_York|https:.*|©.*)$/;

interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly name?: unknown;
}

const nodesIn = (node: unknown): Node[] => {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(nodesIn);
  const within = Object.values(node).flatMap(nodesIn);
  return 'type' in node ? [node as Node, ...within] : within;
};

/** The texts of a page that stand in it as they are shown, in no other language. */
function bareTexts(source: string): string[] {
  const nodes = nodesIn(parseAst(source, { lang: 'tsx' }).body);
  const standing = nodes.filter(({ type }) => type === 'JSXText').map(({ value }) => String(value));
  const attributes = nodes.filter(({ type }) => type === 'JSXAttribute');
  const read = attributes.filter(({ name }) => READ.has((name as { name: string }).name));
  const direct = read
    .map(({ value }) => value as Node | null)
    .flatMap((value) => (value?.type === 'Literal' ? [String(value.value)] : []));
  return [...standing, ...direct]
    .map((text) => text.trim())
    .filter((text) => /\p{L}{2}/u.test(text) && !SAME.test(text));
}

test('no text of the portal stands in a page without going through the catalogue', () => {
  const files = globSync('**/*.tsx', { cwd: PORTAL });
  assert.ok(files.length > 250, `${files.length} files`);
  const bare = files.flatMap((file) =>
    bareTexts(readFileSync(PORTAL + file, 'utf8')).map((text) => `${file}: ${text}`),
  );
  assert.deepEqual(bare, []);
});

test('a text in a page, and one that is read of an element, are found', () => {
  const planted = `const page = <p title="No such page">Ask <b>again</b> {translated('Done')} <i lang="es">{name}</i></p>;`;
  assert.deepEqual(bareTexts(planted), ['Ask', 'again', 'No such page']);
});
