import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Deadline } from './deadline.ts';

const LONG_MS = 60_000;

/** Resolves with why it ended. */
const ended = (deadline: Deadline) =>
  new Promise<Error | null>((resolve) => {
    deadline.onEnd = () => resolve(deadline.reason);
  });

test('a deadline that is not met ends with a timeout', async () => {
  const deadline = new Deadline(1);
  assert.equal((await ended(deadline))?.name, 'TimeoutError');
});

test('everything that waits for a signal ends with its reason, once', () => {
  const stopping = new AbortController();
  const [one, other, over] = [1, 2, 3].map(() => new Deadline(LONG_MS, stopping.signal));
  assert.ok(one && other && over);
  const calls: string[] = [];
  one.onEnd = () => calls.push('one');
  other.onEnd = () => calls.push('replaced');
  other.onEnd = () => calls.push('other');
  over.onEnd = () => calls.push('over');
  over.letGo();
  const reason = new Error('stopping');
  stopping.abort(reason);
  one.endNow(new Error('again'));
  assert.deepEqual(calls, ['one', 'other']);
  assert.deepEqual([one.reason, other.reason, over.reason], [reason, reason, null]);
});

test('one that begins after its signal has ended at once', () => {
  const reason = new Error('stopped');
  assert.equal(new Deadline(LONG_MS, AbortSignal.abort(reason)).reason, reason);
});

test('what was let go, and what nobody hears, ends without a call', () => {
  const stopping = new AbortController();
  const deadline = new Deadline(LONG_MS, stopping.signal);
  deadline.onEnd = () => assert.fail('nobody hears it');
  deadline.onEnd = null;
  stopping.abort(new Error('stopping'));
  assert.equal(deadline.reason?.message, 'stopping');
});
