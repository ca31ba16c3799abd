import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newDelivery, type Outcome } from '../deliveries/types.ts';
import { NEW_HEALTH } from '../subscription/types.ts';
import { afterAttempt, healthAfter } from './after-attempt.ts';

const AT = Date.UTC(2026, 10, 29);
const HOUR_MS = 3_600_000;
const EVENT = { subscriptionId: 1, seq: 1, epoch: '', incidentId: 'i', eventType: 'note.added' };
/** The least that the jitter leaves of a step: half. */
const random = { bytes: (length: number) => Buffer.alloc(length) };

const refused = (status: number, retryAfterMs: number | null): Outcome => {
  const unanswered = { isDelivered: false, answer: null, fault: null, durationMs: 1 };
  return { at: AT, status, retryAfterMs, ...unanswered };
};
const waitAfter = (attempts: number, outcome: Outcome) =>
  (afterAttempt({ ...newDelivery(EVENT, AT), attempts }, outcome, random).nextAttemptAt ?? 0) - AT;

test('whatever an endpoint asks for, nothing is tried sooner than by our own steps, nor later than an hour', () => {
  for (const status of [429, 503]) {
    for (const asked of [0, 1, 499]) assert.equal(waitAfter(0, refused(status, asked)), 500, String(asked));
    assert.equal(waitAfter(3, refused(status, 0)), 13_500);
    assert.equal(waitAfter(3, refused(status, 60_000)), 60_000);
    assert.equal(waitAfter(0, refused(status, 1e23)), HOUR_MS);
  }
  assert.equal(waitAfter(0, refused(500, 60_000)), 500, 'another status states nothing by it');
});

test('an endpoint that fails for one incident after the other rests, whatever shorter rest it asks for', () => {
  assert.equal(healthAfter(NEW_HEALTH, refused(503, 0), 5).restingUntil, AT + 4_000);
  assert.equal(healthAfter(NEW_HEALTH, refused(503, 10_000), 5).restingUntil, AT + 10_000);
  const failedOften = { ...NEW_HEALTH, failureCount: 5, failingSince: AT };
  assert.equal(healthAfter(failedOften, refused(500, null), 3).restingUntil, AT + 8_000, 'the same incidents again');
  assert.equal(healthAfter({ ...failedOften, failureCount: 5_000 }, refused(500, null), 3).restingUntil, AT + 60_000);
  assert.equal(healthAfter(failedOften, refused(500, null), 2).restingUntil, null);
  assert.equal(healthAfter(NEW_HEALTH, refused(503, 0), 1).restingUntil, AT);
  assert.equal(healthAfter(NEW_HEALTH, refused(500, null), 1).restingUntil, null);
});
