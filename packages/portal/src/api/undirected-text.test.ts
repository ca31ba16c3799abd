import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fetchUndirected, undirected } from './undirected-text.ts';

test('a text keeps its letters of every script and the marks of one place, and loses what turns others', () => {
  for (const code of [0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069])
    assert.equal(undirected(`a${String.fromCodePoint(code)}b`), 'ab');
  const kept = '\u05d0\u05d1\u200f 12 \u0627\u061c \u200eJordan 🚒 \u200d';
  assert.equal(undirected(kept), kept);
});

test('an answer in JSON keeps its status, its headers and every other letter; what is not JSON, or has no body, is as it came', async (t) => {
  const answers: Response[] = [];
  t.mock.method(globalThis, 'fetch', async () => answers.shift());
  const sent = JSON.stringify({ detail: `Ada\u202e ${'é🚒'.repeat(50_000)}` });
  const init = { status: 404, headers: { 'content-type': 'application/problem+json; charset=utf-8', date: 'then' } };
  answers.push(new Response(sent, init));
  const answer = await fetchUndirected('/api/find');
  assert.deepEqual([answer.status, answer.ok, answer.headers.get('date')], [404, false, 'then']);
  assert.equal(await answer.text(), sent.replace('\u202e', ''));
  const others = [
    new Response(null, { status: 204 }),
    new Response('a\u202eb', { headers: { 'content-type': 'text/csv' } }),
  ];
  for (const other of others) {
    answers.push(other);
    assert.equal(await fetchUndirected('/api/find'), other);
  }
});
