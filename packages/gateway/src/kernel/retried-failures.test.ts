import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { refuse } from './errors.ts';
import type { Log } from './log.ts';
import { Loops } from './loops.ts';
import { Readiness } from './readiness.ts';
import { logRetried, PassingFailure, TookTooLong } from './retried-failures.ts';

let lines: [string, string][] = [];
const lineOf = (level: string) => (_: unknown, message: string) => void lines.push([level, message]);
const log: Log = { debug: lineOf('debug'), info: lineOf('info'), warn: lineOf('warn'), error: lineOf('error') };
beforeEach(() => {
  lines = [];
});
const SLOW = refuse.unavailable({ description: 'the database does not answer in time' });

describe('work that is tried again by itself', () => {
  for (const [what, err, level] of [
    ['a database that is slow or away', SLOW, 'warn'],
    ['a commit in doubt', refuse.outcomeUnknown({ description: 'look for it' }), 'warn'],
    ['a run that took too long', new TookTooLong(30_000), 'warn'],
    ['what the next run does', new PassingFailure('not for alerts'), 'warn'],
    ['a mistake in the program', new TypeError('x is not a function'), 'error'],
    ['another refusal', refuse.forbidden({ description: 'no' }), 'error'],
    ['what is no error', 'text', 'error'],
  ] as const) {
    test(`${what} is logged as ${level}`, () => {
      logRetried(log, { err }, 'trying again');
      assert.deepEqual(lines, [[level, 'trying again']]);
    });
  }

  test('a loop that fails is a warning until it has not succeeded for too long, then an error once until it succeeds', async (t) => {
    t.mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
    const now = t.mock.method(performance, 'now', () => 0);
    let fault: Error | null = SLOW;
    const loops = new Loops({ readiness: new Readiness(), log });
    const loop = loops.repeat('mail', { everyMs: 250, failure: 'no mail' }, async () => {
      if (fault !== null) throw fault;
    });
    const levelsOf = async (...seconds: number[]) => {
      lines = [];
      for (const second of seconds) {
        now.mock.mockImplementation(() => second * 1_000);
        t.mock.timers.tick(250);
        await new Promise((resolve) => setImmediate(resolve));
      }
      return lines.map(([level]) => level);
    };
    assert.deepEqual(await levelsOf(1, 5, 10), ['warn', 'warn', 'warn']);
    assert.deepEqual(await levelsOf(11, 12, 60), ['error', 'warn', 'warn']);
    fault = null;
    assert.deepEqual(await levelsOf(61), []);
    fault = SLOW;
    assert.deepEqual(await levelsOf(62, 73, 74), ['warn', 'error', 'warn']);
    fault = new TypeError('a mistake');
    assert.deepEqual(await levelsOf(75, 76), ['error', 'error']);
    await loop.stop();
  });
});
