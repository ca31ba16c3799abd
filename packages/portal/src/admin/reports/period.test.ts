import assert from 'node:assert/strict';
import { test } from 'node:test';
import { monthPeriod, monthsUntil, monthText, readPeriod, usualMonth } from './period.ts';

const read = (params: string, today = '2026-03-01') => readPeriod(new URLSearchParams(params), today);

test('a period ends today, also over the end of a month', () => {
  assert.deepEqual(read('period=today'), { name: 'today', month: null, since: '2026-03-01', until: '2026-03-01' });
  assert.deepEqual(read('period=7-days'), { name: '7-days', month: null, since: '2026-02-23', until: '2026-03-01' });
  assert.deepEqual(read('period=30-days').since, '2026-01-31');
});

test('what cannot be read is seven days', () => {
  for (const params of ['', 'period=', 'period=year', 'period=TODAY', 'period=null']) {
    assert.equal(read(params).since, '2026-02-23', params);
  }
});

test('a month ends with its last day or, where it is the current one, today', () => {
  assert.deepEqual(read('period=month&month=2024-02'), {
    ...{ name: 'month', month: '2024-02', since: '2024-02-01', until: '2024-02-29' },
  });
  assert.equal(read('period=month&month=2026-03').until, '2026-03-01');
  for (const month of ['', '2026-04', '2026-13', '2026-00', '2026-3', '2026-02-01', 'null', '\u200b2026-02']) {
    assert.equal(monthPeriod(month, '2026-03-02').month, '2026-03', month);
    assert.equal(monthPeriod(month, '2026-03-01').month, '2026-02', `${month} on the first`);
  }
});

test('where none is chosen it is the current month, and on its first day the one that has ended', () => {
  assert.equal(usualMonth('2026-03-31'), '2026-03');
  assert.equal(usualMonth('2026-03-02'), '2026-03');
  assert.equal(usualMonth('2026-03-01'), '2026-02');
  assert.equal(usualMonth('2026-01-01'), '2025-12');
  assert.deepEqual(monthPeriod(null, '2024-03-01'), {
    ...{ name: 'month', month: '2024-02', since: '2024-02-01', until: '2024-02-29' },
  });
  assert.equal(monthPeriod('2026-03', '2026-03-01').until, '2026-03-01', 'the current one can be chosen all the same');
});

test('two years of months are offered, newest first, in words', () => {
  const months = monthsUntil('2026-01-31');
  assert.deepEqual([months[0], months[1], months.at(-1)], ['2026-01', '2025-12', '2024-01']);
  assert.equal(monthText('2026-01'), 'January 2026');
});
