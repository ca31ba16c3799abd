import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../../../testing/src/barrier.ts';
import { Slots } from '../../kernel/slots.ts';
import { eachInTurn } from './large-answer.ts';

const ports = () => ({ largeReads: new Slots({ ofOwner: 1, inAll: 2 }) });
const MANY = Array.from({ length: 50 }, (_, index) => index);

test('answers of many are made one at a time for an agency, and others have their turn after each item', async () => {
  const asked = ports();
  let atOnce = 0;
  let mostAtOnce = 0;
  let others = 0;
  let isOver = false;
  const otherWork = () => {
    others += 1;
    if (!isOver) setImmediate(otherWork);
  };
  setImmediate(otherWork);
  const answers = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const encoded = await eachInTurn(asked, 'an agency', MANY, (item) => {
        atOnce += item === 0 ? 1 : 0;
        mostAtOnce = Math.max(mostAtOnce, atOnce);
        atOnce -= item === 49 ? 1 : 0;
        return -item;
      });
      return encoded.at(-1);
    }),
  );
  isOver = true;
  assert.deepEqual(new Set(answers), new Set([-49]));
  assert.equal(mostAtOnce, 1);
  assert.ok(others >= 10 * MANY.length, `${others} turns`);
});

test('an answer of few waits for nobody, and one that fails gives its turn back', async () => {
  const asked = ports();
  const giveBack = await asked.largeReads.take('an agency');
  assert.deepEqual(await eachInTurn(asked, 'an agency', [1, 2], (item) => item), [1, 2]);
  giveBack();
  const failing = eachInTurn(asked, 'an agency', MANY, () => Promise.reject(new Error('unreadable')));
  await assert.rejects(failing, /unreadable/);
  await eventually(() => asked.largeReads.whatIsFull('an agency') === null);
});
