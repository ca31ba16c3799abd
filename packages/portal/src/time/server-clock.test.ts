import assert from 'node:assert/strict';
import { beforeEach, it } from 'node:test';
import { noteServerTime, serverNow } from './server-clock.ts';

const AT = Date.parse('2026-11-21T12:00:00.000Z');
const header = (ms: number) => new Date(ms).toUTCString();
const answered = (serverMs: number, sentAt: number, receivedAt = sentAt + 20) =>
  noteServerTime(header(serverMs), { sentAt, receivedAt });
/** What this workstation takes its clock to be off by, in milliseconds; what passes between two readings of it is less than 50. */
const offset = () => Math.round((serverNow() - Date.now()) / 50) * 50;

beforeEach(() => {
  // One states that the clock is not behind, the other that it is not ahead.
  answered(AT, AT + 2_000, AT + 2_000);
  answered(AT, AT, AT);
});

it('takes a clock that is right for right, whatever part of a second the header left out', () => {
  for (const part of [0, 400, 999]) answered(AT, AT + part);
  assert.equal(offset(), 0);
});

it('follows a workstation that is an hour behind, and one that is an hour ahead', () => {
  answered(AT + 3_600_000, AT);
  assert.ok(Math.abs(offset() - 3_600_000) <= 2_050, `${offset()}`);
  answered(AT - 3_600_000, AT);
  assert.ok(Math.abs(offset() + 3_600_000) <= 2_050, `${offset()}`);
});

it('is not moved by an answer that took its time: a deadline never gains any', () => {
  answered(AT, AT, AT + 9_000);
  answered(AT + 8_000, AT, AT + 9_000);
  assert.equal(offset(), 0);
});

it('learns nothing from a header that is missing or no date', () => {
  noteServerTime(null, { sentAt: AT, receivedAt: AT });
  noteServerTime('yesterday', { sentAt: AT, receivedAt: AT });
  assert.equal(offset(), 0);
});
