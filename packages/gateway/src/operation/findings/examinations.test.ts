import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testClock } from '../../../../testing/src/world.ts';
import { Examinations } from './examinations.ts';
import { ok } from './finding.ts';

function counted() {
  const clock = testClock();
  let runs = 0;
  const examinations = new Examinations({
    clock,
    async examine() {
      runs += 1;
      await Promise.resolve();
      if (runs === 3) throw new Error('the third fails');
      return [ok('run', String(runs))];
    },
  });
  return { clock, examinations, runs: () => runs };
}

test('an examination is made once for all who ask at once, and anew after 15 s', async () => {
  const { clock, examinations, runs } = counted();
  const [first, second] = await Promise.all([examinations.read(), examinations.read()]);
  assert.equal(first, second);
  clock.advance(14_999);
  assert.equal(await examinations.read(), first);
  assert.equal(runs(), 1);
  clock.advance(1);
  const next = await examinations.read();
  assert.deepEqual(next.findings, [ok('run', '2')]);
  assert.equal(next.examinedAt, clock.now());
});

test('one that fails is refused to whoever asked, and the next who asks gets another', async () => {
  const { clock, examinations } = counted();
  await examinations.read();
  clock.advance(15_000);
  await examinations.read();
  clock.advance(15_000);
  await assert.rejects(examinations.read(), /the third fails/);
  assert.deepEqual((await examinations.read()).findings, [ok('run', '4')]);
});
