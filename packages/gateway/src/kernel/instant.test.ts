import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DomainError } from './errors.ts';
import { checkSpan, readInstant } from './instant.ts';

const NOW = Date.parse('2026-11-29T12:00:00Z');
const AT = Date.parse('2026-11-29T11:15:00Z');
const read = (given: unknown, timeZone: string | null = null) =>
  readInstant(given, 'located_at', { now: NOW, timeZone });

for (const given of [
  '2026-11-29T11:15:00Z',
  '2026-11-29T06:15:00-05:00',
  '2026-11-29t11:15:00.000z',
  '2026-11-29 11:15:00 UTC',
  '2026-11-29T16:45:00+0530',
  '2026-11-29T12:15:00+01',
  '2026-11-29T11:15Z',
  'Sun, 29 Nov 2026 11:15:00 GMT',
  AT / 1000,
  AT,
  AT * 1000,
  String(AT / 1000),
  String(AT),
  ` ${AT * 1000} `,
  `${AT / 1000}.0`,
]) {
  test(`${JSON.stringify(given)} is one and the same time`, () => {
    assert.equal(read(given), AT);
  });
}

test('a time without an offset is read in the zone of its sender, and refused with the fix where there is none', () => {
  assert.equal(read('2026-11-29T06:15:00', 'America/New_York'), AT);
  assert.equal(read('2026-11-29 05:15:00', 'America/Chicago'), AT);
  assert.equal(read('2026-11-29T06:15:00-05:00', 'Asia/Tokyo'), AT);
  assert.throws(
    () => read('2026-11-29T06:15:00'),
    (err) =>
      err instanceof DomainError && /^located_at must have an offset.*registered with its time zone/.test(err.message),
  );
});

for (const given of [
  '2026-02-30T10:00:00Z',
  '2026-02-29T10:00:00Z',
  '2026-13-01T10:00:00Z',
  '2026-11-29T24:30:00Z',
  '2026-11-29T11:60:00Z',
  '2026-11-29T11:15:00+25:00',
  '2026-11-29',
  '11/29/2026 11:15',
  'yesterday',
  '',
  '1e12',
  '0x18bcfe56800',
  '-1795950900',
  -1,
  0,
  1,
  Number.NaN,
  true,
  {},
  [],
  null,
  '1999-12-31T23:59:59Z',
  Date.parse('1999-12-31T23:59:59Z'),
  '2026-11-30T12:00:01Z',
  NOW + 86_400_001,
  '9007199254740991',
  AT * 1_000_000,
  '2'.repeat(1_000),
]) {
  test(`${String(JSON.stringify(given)).slice(0, 40)} is refused by the name of its field`, () => {
    for (const timeZone of [null, 'America/New_York']) {
      assert.throws(
        () => read(given, timeZone),
        (err) =>
          err instanceof DomainError && err.code === 'invalid_request' && err.message.startsWith('located_at must'),
      );
    }
  });
}

test('2000 and a day ahead are the ends, both taken', () => {
  assert.equal(read('2000-01-01T00:00:00Z'), Date.UTC(2000, 0, 1));
  assert.equal(read(NOW + 86_400_000), NOW + 86_400_000);
});

test('a span that ends before it begins is refused with which of the two must come first', () => {
  for (const [start, end] of [
    [1, 2],
    [1, 1],
    [null, 1],
    [1, undefined],
    [undefined, null],
  ] as const)
    checkSpan(start, end);
  assert.throws(() => checkSpan(2, 1), /^DomainError: since must come before until$|since must come before until/);
  assert.throws(() => checkSpan(2, 1, ['start', 'end']), /start must come before end/);
});
