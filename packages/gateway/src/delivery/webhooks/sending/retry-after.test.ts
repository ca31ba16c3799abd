import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRetryAfter } from './retry-after.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const read = (retryAfter: string | null, date: string | null = null) => readRetryAfter({ retryAfter, date }, NOW);

test('[RFC 9110 10.2.3] Retry-After is seconds or a date in one of three forms', () => {
  assert.deepEqual(
    ['120', ' 5 ', '0', '99999999999999999999'].map((text) => read(text)),
    [120_000, 5_000, 0, 1e23],
  );
  for (const text of [
    'Sat, 21 Nov 2026 12:01:00 GMT',
    'Saturday, 21-Nov-26 12:01:00 GMT',
    'Sat Nov 21 12:01:00 2026',
  ]) {
    assert.equal(read(text), 60_000, text);
  }
});

test('what is neither, and a date that is past, asks for nothing', () => {
  for (const text of [
    ...[null, '', ' ', 'later', '-5', '1.5', '1e3', '0x10', '+3', '5 s', '2026-11-21T13:00:00Z', '1,2'],
    ...['Sat, 21 Nov 2026 11:00:00 GMT', 'Sat, 31 Feb 2027 12:00:00 GMT', 'Sat, 21 Nov 2026 12:01:00 +0100'],
    ...['Sat, 21 Nov 2026 25:01:00 GMT', '21 Nov 2027', 'Sunday, 06-Nov-94 08:49:37 GMT', '\u0665'],
  ]) {
    assert.equal(read(text), null, String(text));
  }
});

test('a date is compared with the Date of the same answer: their clock is not ours', () => {
  const until = 'Sat, 21 Nov 2026 15:00:30 GMT';
  assert.equal(read(until, 'Sat, 21 Nov 2026 15:00:00 GMT'), 30_000);
  assert.equal(read(until, 'Sat, 21 Nov 2026 15:00:31 GMT'), null);
  assert.equal(read(until, 'yesterday'), 3 * 3_600_000 + 30_000);
});
