import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOneMonth, monthStart, monthsBetween, partitionName } from './months.ts';

const DECEMBER = Date.UTC(2026, 11, 1);

test('a month begins at midnight UTC of its first, in a year of its own', () => {
  assert.equal(monthStart(Date.UTC(2026, 11, 31, 23, 59, 59, 999)), DECEMBER);
  assert.equal(monthStart(DECEMBER), DECEMBER);
  assert.equal(monthStart(DECEMBER - 1), Date.UTC(2026, 10, 1));
  assert.equal(monthStart(DECEMBER, 2), Date.UTC(2027, 1, 1));
});

test('months follow one another without a gap', () => {
  const months = monthsBetween(DECEMBER, Date.UTC(2027, 2, 1));
  assert.deepEqual(
    months.map(({ name }) => name),
    ['audit_records_2026_12', 'audit_records_2027_01', 'audit_records_2027_02'],
  );
  for (const [index, month] of months.entries()) {
    assert.ok(isOneMonth(month));
    assert.equal(month.to, months[index + 1]?.from ?? Date.UTC(2027, 2, 1));
  }
  assert.deepEqual(monthsBetween(DECEMBER, DECEMBER), []);
});

test('the first partition, the last, and one of several months are no month', () => {
  const name = partitionName(DECEMBER);
  assert.ok(!isOneMonth({ name, from: -Infinity, to: DECEMBER }));
  assert.ok(!isOneMonth({ name, from: DECEMBER, to: Infinity }));
  assert.ok(!isOneMonth({ name, from: DECEMBER, to: Date.UTC(2027, 1, 1) }));
});
