import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import { refusedWith } from '../../../testing/src/refusals.ts';
import { DomainError } from '../kernel/errors.ts';
import { ClientTurns, UntakenAnswers } from './client-reads.ts';

test("one client's many reads run a few at a time, in order; another client's begins at once", async () => {
  const turns = new ClientTurns();
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const read = (name: string) => () => {
    begun.push(name);
    return new Promise<void>((resolve) => ends.push(resolve));
  };
  const reads = Array.from({ length: 40 }, (_, index) => turns.take('greedy', read(`greedy ${index}`)));
  const other = turns.take('other', read('other'));
  assert.deepEqual(begun, ['greedy 0', 'greedy 1', 'greedy 2', 'greedy 3', 'other']);
  while (begun.length < 41 || ends.length > 0) {
    for (const end of ends.splice(0)) end();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all([...reads, other]);
  assert.deepEqual(
    begun.filter((name) => name !== 'other'),
    Array.from({ length: 40 }, (_, index) => `greedy ${index}`),
  );
});

test('more reads than may wait are refused at once, and one that fails gives its turn on', async () => {
  const turns = new ClientTurns();
  const results = Promise.allSettled(
    Array.from({ length: 600 }, () => turns.take('greedy', () => Promise.reject(new Error('the read failed')))),
  );
  const reasons = (await results).map((result) => (result.status === 'rejected' ? result.reason : null));
  assert.equal(reasons.filter((err) => err instanceof DomainError && err.code === 'too_many_requests').length, 96);
  assert.equal(reasons.filter((err) => err instanceof Error && err.message === 'the read failed').length, 504);
  assert.equal(await turns.take('greedy', async () => 'again'), 'again');
});

test('who does not take its answers is refused more until it has; who holds nothing never is', async () => {
  const untaken = new UntakenAnswers();
  const answer = () => new EventEmitter() as unknown as ServerResponse;
  const page = Buffer.alloc(2 ** 20);
  const held = Array.from({ length: 8 }, answer);
  for (const response of held) untaken.hold('greedy', page, response);
  const refusal = await refusedWith('too_many_requests', (async () => untaken.check('greedy'))());
  assert.ok((refusal.retryAfterSeconds ?? 0) > 0);
  untaken.check('other');
  held[0]?.emit('close');
  untaken.check('greedy');
  // All together hold too much: those who hold some of it are refused, and nobody else.
  for (let client = 0; client < 8; client += 1) {
    for (let count = 0; count < 4; count += 1) untaken.hold(`client ${client}`, page, answer());
  }
  await refusedWith('too_many_requests', (async () => untaken.check('client 3'))());
  untaken.check('other');
  // Small answers are not counted, texts and streams are.
  for (let count = 0; count < 10_000; count += 1) untaken.hold('small', 'x'.repeat(1_000), answer());
  untaken.check('small');
});
