import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog } from './log.ts';
import { Loops } from './loops.ts';
import { Readiness } from './readiness.ts';

test('a loop is a part of readiness by its name, with its age', async () => {
  const readiness = new Readiness();
  const loop = new Loops({ readiness, log: silentLog }).watch('events', { everyMs: 100 });
  await loop.run(async () => {});
  const { loop_events: state } = (await readiness.report()).parts;
  assert.equal(state?.status, 'ready');
  assert.equal(typeof state?.ageSeconds, 'number');
  loop.end();
  assert.deepEqual((await readiness.report()).parts, {});
});

test('a run that hangs is given up at its deadline, which its signal states, and the next one begins', async () => {
  const loops = new Loops({ readiness: new Readiness(), log: silentLog });
  const loop = loops.watch('hung', { everyMs: 1, deadlineMs: 20 });
  let hung: AbortSignal | undefined;
  const hang = (givenUp: AbortSignal) => {
    hung = givenUp;
    assert.equal(givenUp.aborted, false);
    return new Promise(() => {});
  };
  await assert.rejects(loop.run(hang), /not done within 20 ms/);
  assert.equal(hung?.aborted, true);
  let next: AbortSignal | undefined;
  await loop.run(async (givenUp) => {
    next = givenUp;
  });
  assert.equal(next?.aborted, false);
});

test('repeated work runs once at a time, again where it was asked for meanwhile, and past a failure', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
  const loops = new Loops({ readiness: new Readiness(), log: silentLog });
  const runs: PromiseWithResolvers<void>[] = [];
  const loop = loops.repeat('mail', { everyMs: 1_000, failure: 'no mail' }, () => {
    const run = Promise.withResolvers<void>();
    runs.push(run);
    return run.promise;
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  assert.equal(runs.length, 0);
  t.mock.timers.tick(1_000);
  assert.equal(runs.length, 1);
  // Its time comes while it runs: that run is left out.
  t.mock.timers.tick(1_000);
  runs[0]?.resolve();
  await turn();
  assert.equal(runs.length, 1);
  loop.run();
  loop.run();
  assert.equal(runs.length, 2);
  runs[1]?.reject(new Error('the database is gone'));
  await turn();
  assert.equal(runs.length, 3);
  let hasStopped = false;
  const stopped = loop.stop().then(() => {
    hasStopped = true;
  });
  loop.run();
  t.mock.timers.tick(5_000);
  await turn();
  assert.equal(hasStopped, false);
  runs[2]?.resolve();
  await stopped;
  loop.run();
  assert.equal(runs.length, 3);
});

test('runs that are to be apart begin so: the first at once, and one for all that was asked for since once its time has come', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
  const loops = new Loops({ readiness: new Readiness(), log: silentLog });
  let runs = 0;
  const loop = loops.repeat('crossings', { everyMs: 1_000, apartMs: 200, failure: 'no look' }, async () => {
    runs += 1;
  });
  const askOften = async () => {
    for (let asked = 0; asked < 50; asked += 1) {
      loop.run();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await askOften();
  assert.equal(runs, 1);
  t.mock.timers.tick(199);
  await askOften();
  assert.equal(runs, 1);
  t.mock.timers.tick(1);
  assert.equal(runs, 2);
  await askOften();
  t.mock.timers.tick(200);
  assert.equal(runs, 3);
  await askOften();
  await loop.stop();
  t.mock.timers.tick(5_000);
  assert.equal(runs, 3);
});

test('a loop that has not succeeded for too long makes the server unavailable, or is degraded where it is no matter', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const readiness = new Readiness();
  const loops = new Loops({ readiness, log: silentLog });
  const now = t.mock.method(performance, 'now', () => 0);
  const essential = loops.watch('needed', { everyMs: 1_000 });
  loops.watch('rooms', { everyMs: 1_000, isEssential: false });
  now.mock.mockImplementation(() => 60_000);
  await assert.rejects(essential.run(async () => Promise.reject(new Error('the database is gone'))));
  const stale = await readiness.report();
  assert.equal(stale.status, 'unavailable');
  assert.deepEqual(stale.parts['loop_needed'], {
    status: 'unavailable',
    reason: 'it has not run for too long',
    ageSeconds: 60,
  });
  assert.equal(stale.parts['loop_rooms']?.status, 'degraded');
  await essential.run(async () => {});
  assert.equal((await readiness.report()).status, 'ready');
});
