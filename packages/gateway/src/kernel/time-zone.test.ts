import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DomainError } from './errors.ts';
import { findTimeZone, fromLocalTime, readTimeZone } from './time-zone.ts';

const LATER = Date.parse('2030-01-01T00:00:00Z');

test('a zone is found by its name, however its letters are written', () => {
  assert.equal(findTimeZone('America/New_York'), 'America/New_York');
  assert.equal(findTimeZone(' america/chicago '), 'America/Chicago');
  assert.equal(findTimeZone('America/Argentina/Buenos_Aires')?.startsWith('America/'), true);
  assert.equal(findTimeZone('UTC'), 'UTC');
  assert.equal(findTimeZone('Asia/Kolkata'), 'Asia/Kolkata');
});

for (const given of [
  '',
  ' ',
  '+05:00',
  '-0500',
  'Mars/Olympus',
  'America',
  'America/New York',
  'x'.repeat(5000),
  'UTC\u0000',
]) {
  test(`${JSON.stringify(given.slice(0, 20))} is no time zone`, () => {
    assert.equal(findTimeZone(given), undefined);
    assert.throws(
      () => readTimeZone(given, '`time_zone`'),
      (err) => err instanceof DomainError && /`time_zone` must be the name of an IANA time zone/.test(err.message),
    );
  });
}

test('a time without an offset is read as the clocks of the zone show it, in summer and winter', () => {
  assert.equal(fromLocalTime('2026-11-29T08:15:00', 'America/New_York', LATER), Date.parse('2026-11-29T13:15:00Z'));
  assert.equal(
    fromLocalTime('2026-07-29 08:15:00.25', 'America/New_York', LATER),
    Date.parse('2026-07-29T12:15:00.250Z'),
  );
  assert.equal(fromLocalTime('2026-07-29T08:15', 'Asia/Kolkata', LATER), Date.parse('2026-07-29T02:45:00Z'));
});

test('in the hour shown twice it is the later one, unless that has not come', () => {
  const first = Date.parse('2026-11-01T05:30:00Z');
  const second = Date.parse('2026-11-01T06:30:00Z');
  assert.equal(fromLocalTime('2026-11-01T01:30:00', 'America/New_York', first + 1000), first);
  assert.equal(fromLocalTime('2026-11-01T01:30:00', 'America/New_York', second), second);
});

test('a time that the clocks skip is as long after the skip', () => {
  assert.equal(fromLocalTime('2026-03-08T02:30:00', 'America/New_York', LATER), Date.parse('2026-03-08T07:30:00Z'));
});

for (const given of [
  '2026-02-30T10:00:00',
  '2026-13-01T10:00:00',
  '2026-11-29T25:00:00',
  '2026-11-29T08:15:00Z',
  '2026-11-29T08:15:00-05:00',
  '2026-11-29',
  'yesterday',
  '',
]) {
  test(`${JSON.stringify(given)} is no time of any zone`, () => {
    assert.equal(fromLocalTime(given, 'UTC', LATER), undefined);
  });
}
