import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TimeFollower } from './follow-time.ts';
import { silentLog } from './log.ts';
import { SteadyClock } from './steady-clock.ts';

const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 10, 29);

/** A machine's clocks and the clock that is followed, in the test's hand. */
async function followed() {
  const machine = { now: START, elapsed: 1_000, asleep: 0, followed: START + 3_000, answerMs: 0 };
  const clock = new SteadyClock({ now: () => machine.now, elapsed: () => machine.elapsed });
  const pass = (milliseconds: number) => {
    machine.now += milliseconds;
    machine.elapsed += milliseconds;
    machine.followed += milliseconds;
  };
  const read = async () => {
    pass(machine.answerMs / 2);
    const now = machine.followed;
    pass(machine.answerMs / 2);
    return now;
  };
  const uptimeSeconds = () => (machine.elapsed + machine.asleep) / 1000;
  const follower = new TimeFollower(read, { clock, log: silentLog, uptimeSeconds });
  await follower.start();
  follower.stop();
  return { machine, clock, pass, follow: () => follower.follow() };
}

describe('the time of a server', () => {
  test("is the followed clock's from its start, whatever the machine's own clock shows", async () => {
    const { machine, clock, pass } = await followed();
    assert.equal(clock.now(), machine.followed);
    machine.now -= 90_000;
    pass(250);
    assert.equal(clock.now(), machine.followed);
  });

  test('does not move while the followed clock is an hour wrong, forth or back, for less than five minutes', async () => {
    for (const step of [HOUR_MS, -HOUR_MS]) {
      const { machine, clock, pass, follow } = await followed();
      machine.followed += step;
      for (let second = 0; second < 299; second += 1) {
        pass(1_000);
        await follow();
        assert.equal(clock.now(), machine.followed - step);
      }
      machine.followed -= step;
      pass(1_000);
      await follow();
      machine.followed += step;
      pass(299_000);
      await follow();
      assert.equal(clock.now(), machine.followed - step, 'the five minutes begin again');
    }
  });

  test('takes over what has lasted for five minutes, and a drift at once', async () => {
    const { machine, clock, pass, follow } = await followed();
    machine.followed += HOUR_MS;
    await follow();
    pass(300_000);
    await follow();
    assert.equal(clock.now(), machine.followed);
    machine.followed += 400;
    await follow();
    assert.equal(clock.now(), machine.followed);
  });

  test('is not moved by a reading that took long, nor within what a reading may be wrong by', async () => {
    const { machine, clock, follow } = await followed();
    machine.answerMs = 600;
    machine.followed += 1_000;
    await follow();
    assert.equal(clock.now(), machine.followed - 1_000);
    machine.answerMs = 200;
    machine.followed -= 900;
    await follow();
    assert.equal(clock.now(), machine.followed - 100);
  });

  test('goes on with the night in which the machine was suspended', async () => {
    const { machine, clock, follow } = await followed();
    machine.asleep += 8 * HOUR_MS;
    machine.followed += 8 * HOUR_MS;
    machine.now += 8 * HOUR_MS;
    await follow();
    assert.equal(clock.now(), machine.followed);
  });
});
