import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Slots } from './slots.ts';

/** What of these promises is fulfilled now. */
async function begun(taking: readonly Promise<unknown>[]): Promise<number[]> {
  const found: number[] = [];
  taking.forEach(
    (taken, index) =>
      void taken.then(
        () => found.push(index),
        () => {},
      ),
  );
  await new Promise((resolve) => setImmediate(resolve));
  return found.sort((one, other) => one - other);
}

test('an owner has so many at once, and all have so many, in the order they came', async () => {
  const slots = new Slots({ ofOwner: 2, inAll: 3 });
  const taking = ['a', 'a', 'a', 'b', 'c'].map((owner) => slots.take(owner));
  assert.deepEqual(await begun(taking), [0, 1, 3]);
  assert.equal(slots.whatIsFull('a'), 'owner');
  assert.equal(slots.whatIsFull('b'), 'all');
  const giveBack = await (taking[3] as Promise<() => void>);
  giveBack();
  giveBack();
  assert.deepEqual(await begun(taking), [0, 1, 3, 4], 'who waits for their own bound holds nobody back');
  (await (taking[0] as Promise<() => void>))();
  assert.deepEqual(await begun(taking), [0, 1, 2, 3, 4]);
});

test('whoever asks for a slot now gets one or none, and does not wait', async () => {
  const slots = new Slots({ ofOwner: 1, inAll: 2 });
  const giveBack = slots.takeNow('a');
  assert.equal(slots.takeNow('a'), null);
  giveBack?.();
  const again = slots.takeNow('a');
  const other = slots.takeNow('b');
  assert.ok(again && other);
  assert.equal(slots.takeNow('c'), null);
  const waiting = slots.take('c');
  other();
  assert.deepEqual(await begun([waiting]), [0]);
});

test('who gives up leaves the queue, and who has given up does not enter it', async () => {
  const slots = new Slots({ ofOwner: 1, inAll: 1 });
  const giveBack = await slots.take('a');
  const leaving = new AbortController();
  const left = slots.take('a', leaving.signal);
  const next = slots.take('b');
  leaving.abort(new Error('left'));
  await assert.rejects(left, /left/);
  await assert.rejects(slots.take('c', leaving.signal), /left/);
  giveBack();
  (await next)();
  assert.equal(slots.whatIsFull('a'), null);
});
