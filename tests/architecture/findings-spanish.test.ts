import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';
import { FINDINGS } from '../../packages/portal/src/words/spanish/findings.ts';

const APP = fileURLToPath(new URL('../../packages/gateway/src/app/', import.meta.url));
const FILES = [...globSync('doctor/check-*.ts', { cwd: APP }), 'backup/check-backups.ts'].filter(
  (file) => !file.includes('.test.'),
);

interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly tag?: { readonly name?: string };
  readonly quasi?: { readonly quasis: readonly { readonly value: { readonly cooked: string } }[] };
  readonly callee?: { readonly name?: string };
  readonly arguments?: readonly Node[];
}

const nodesIn = (node: unknown): Node[] => {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(nodesIn);
  const within = Object.values(node).flatMap(nodesIn);
  return 'type' in node ? [node as Node, ...within] : within;
};

/** The sentences of findings: whole literals of several words, and phrases, each value as `{}`. */
function sentencesIn(source: string): string[] {
  const nodes = nodesIn(parseAst(source, { lang: 'ts' }).body);
  const literals = nodes.flatMap(({ type, value }) =>
    type === 'Literal' && typeof value === 'string' && /^[A-Z/].* /.test(value) ? [value] : [],
  );
  const phrases = nodes.flatMap(({ type, tag, quasi }) =>
    type === 'TaggedTemplateExpression' && tag?.name === 'phrase' && quasi !== undefined
      ? [quasi.quasis.map(({ value }) => value.cooked).join('{}')]
      : [],
  );
  return [...literals, ...phrases];
}

const known = Object.keys(FINDINGS).map((text) => text.replaceAll(/\{\d+\}/g, '{}'));
/** A phrase that goes on with another one is a part of the sentence that is known. */
const isKnown = (sentence: string) =>
  known.includes(sentence) || known.some((text) => text.includes(sentence.replace(/^\{\}/, '')));

test('every sentence of what sallyport doctor finds is in Spanish in the portal', () => {
  const sentences = FILES.flatMap((file) => sentencesIn(readFileSync(APP + file, 'utf8')));
  assert.ok(sentences.length > 70, `${sentences.length} sentences`);
  assert.deepEqual(
    sentences.filter((sentence) => !isKnown(sentence)),
    [],
  );
});

test('a finding is stated by a phrase, never by a template whose parts nobody can translate', () => {
  const bare = FILES.flatMap((file) => {
    const calls = nodesIn(parseAst(readFileSync(APP + file, 'utf8'), { lang: 'ts' }).body).filter(
      ({ type, callee }) => type === 'CallExpression' && /^(ok|warning|fault)$/.test(callee?.name ?? ''),
    );
    return calls.flatMap((call) =>
      (call.arguments ?? []).filter(({ type }) => type === 'TemplateLiteral').map(() => file),
    );
  });
  assert.deepEqual(bare, []);
});

test('a planted sentence without Spanish is found', () => {
  const planted = `const a = ok('x', phrase\`\${1} sheep sleep\`); const b = warning('x', 'Nobody sleeps here', 'Wake up now');`;
  assert.deepEqual(
    sentencesIn(planted).filter((sentence) => !isKnown(sentence)),
    ['Nobody sleeps here', 'Wake up now', '{} sheep sleep'],
  );
});
