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
const SAME = /^(Id|URL|Sallyport|USNG\/MGRS|KiB|sallyport map add county\.pmtiles|America\/New_York|https:.*|©.*)$/;

interface Node {
  readonly callee?: Node;
  readonly arguments?: readonly Node[];
  readonly quasis?: readonly { readonly value: { readonly raw: string } }[];
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

/** The texts of a page that stand in it, or are announced, as they are shown, in no other language. */
function bareTexts(source: string, lang: 'ts' | 'tsx' = 'tsx'): string[] {
  const nodes = nodesIn(parseAst(source, { lang }).body);
  const standing = nodes.filter(({ type }) => type === 'JSXText').map(({ value }) => String(value));
  const attributes = nodes.filter(({ type }) => type === 'JSXAttribute');
  const read = attributes.filter(({ name }) => READ.has((name as { name: string }).name));
  const direct = read
    .map(({ value }) => value as Node | null)
    .flatMap((value) => (value?.type === 'Literal' ? [String(value.value)] : []));
  const announced = nodes
    .filter(({ type, callee }) => type === 'CallExpression' && callee?.name === 'announceDone')
    .flatMap((call) => call.arguments ?? [])
    .map(({ value, quasis }) => quasis?.map(({ value: { raw } }) => raw).join('…') ?? String(value ?? ''));
  return [...standing, ...direct, ...announced]
    .map((text) => text.trim())
    .filter((text) => /\p{L}{2}/u.test(text) && !SAME.test(text));
}

test('no text of the portal stands in a page without going through the catalogue', () => {
  const files = globSync('**/*.{ts,tsx}', { cwd: PORTAL, exclude: ['**/*.test.ts'] });
  assert.ok(files.length > 250, `${files.length} files`);
  const bare = files.flatMap((file) =>
    bareTexts(readFileSync(PORTAL + file, 'utf8'), file.endsWith('.tsx') ? 'tsx' : 'ts').map(
      (text) => `${file}: ${text}`,
    ),
  );
  assert.deepEqual(bare, []);
});

test('a text in a page, one that is read of an element, and one that is announced are found', () => {
  const planted = `const page = <p title="No such page">Ask <b>again</b> {translated('Done')} <i lang="es">{name}</i></p>;`;
  const announced = ['announceDone(`$', "{name} kept.`); announceDone(translated('Saved.'));"].join('');
  assert.deepEqual(bareTexts(planted + announced), ['Ask', 'again', 'No such page', '… kept.']);
});
