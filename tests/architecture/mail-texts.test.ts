import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';

const GATEWAY = fileURLToPath(new URL('../../packages/gateway/src/', import.meta.url));

interface Node {
  readonly type: string;
  readonly name?: string;
  readonly object?: Node;
  readonly property?: Node;
  readonly callee?: Node;
  readonly arguments?: readonly Node[];
}

const nodesIn = (node: unknown): Node[] => {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(nodesIn);
  const within = Object.values(node).flatMap(nodesIn);
  return 'type' in node ? [node as Node, ...within] : within;
};

/** Calls of `mail.queue` by whether what they queue comes from the catalogue: its text is made by `mailTo` alone. */
function queuedIn(source: string): boolean[] {
  const calls = nodesIn(parseAst(source, { lang: 'ts' }).body).filter(
    ({ type, callee }) =>
      type === 'CallExpression' && callee?.property?.name === 'queue' && callee.object?.name === 'mail',
  );
  return calls.map(({ arguments: [, message] = [] }) => {
    const inside = nodesIn(message);
    const isOfCatalogue = inside.some(({ type, callee }) => type === 'CallExpression' && callee?.name === 'mailTo');
    const states = inside.some(({ name }) => name === 'subject' || name === 'text');
    return isOfCatalogue && !states;
  });
}

test('every mail is written by the one catalogue of texts, in the languages it has', () => {
  const files = globSync('**/*.ts', { cwd: GATEWAY }).filter((file) => !file.includes('.test.'));
  const queued = files.flatMap((file) =>
    queuedIn(readFileSync(GATEWAY + file, 'utf8')).map((isOfCatalogue) => ({ file, isOfCatalogue })),
  );
  assert.ok(queued.length >= 7, `${queued.length} places queue mails`);
  assert.deepEqual(
    queued.filter(({ isOfCatalogue }) => !isOfCatalogue).map(({ file }) => file),
    [],
  );
});

test('a mail with a text of its own is found', () => {
  assert.deepEqual(queuedIn("await mail.queue(tx, { to: email, subject: 'Hello', text: 'You have mail' });"), [false]);
  assert.deepEqual(queuedIn("await mail.queue(tx, { ...mailTo(email, texts.hello()), text: 'Own words' });"), [false]);
  assert.deepEqual(queuedIn('await mail.queue(tx, mailTo(email, mailTexts(language).hello()));'), [true]);
});
