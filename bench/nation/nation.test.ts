import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startGenerator } from '../load/start-generator.ts';
import { Children } from '../process/children.ts';
import { NATION } from './hour.ts';
import { QUICK, QUICK_SHARE, readNationOptions } from './nation-options.ts';
import { type HourResult, runHour } from './run-hour.ts';

let directory: string;
let children: Children;
let result: HourResult;

before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sallyport-nation-'));
  chmodSync(directory, 0o711);
  children = new Children(directory);
  const nation = readNationOptions({ quick: true });
  const load = startGenerator(children);
  const bench = { children, load, directory, profileDirectory: null, nation, grownEvents: 0 };
  const hour = { share: QUICK_SHARE, engine: 'sqlite', processes: 1, phases: QUICK } as const;
  result = await runHour(bench, hour, () => {}).catch((err: Error) => {
    throw new Error(`${err.message}${children.logTails()}`);
  });
});
after(async () => {
  await children.stopAll();
  rmSync(directory, { recursive: true, force: true });
});

const titlesWith = (of: 'lost' | 'doubled') => result.rows.filter((row) => row[of] > 0).map(({ title }) => title);

test('nothing of an hour of the nation is lost: not in the log, not in the audit, not on a socket or a webhook', () => {
  assert.deepEqual(titlesWith('lost'), []);
  assert.equal(result.gaps, 0);
});

test('nothing of it is done twice, stored twice or sent twice', () => {
  assert.deepEqual(titlesWith('doubled'), []);
});

test('every kind of work was asked for, and every kind of stream and the webhooks received something', () => {
  assert.deepEqual(
    result.rows.filter(({ done }) => done === 0).map(({ title }) => title),
    [],
  );
  assert.equal(result.rows.length, Object.keys(NATION.perSecond).length + Object.keys(NATION.streams).length + 1);
});

test('what was asked is done, or refused with its status', () => {
  for (const { title, asked, done, refused } of result.rows.slice(0, Object.keys(NATION.perSecond).length)) {
    assert.equal(done + Object.values(refused).reduce((sum, count) => sum + count, 0), asked, title);
  }
});
