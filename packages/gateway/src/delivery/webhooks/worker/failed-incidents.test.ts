import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NEW_HEALTH } from '../subscription/types.ts';
import { healthAfter } from './after-attempt.ts';
import { FailedIncidents } from './failed-incidents.ts';

const REFUSED = {
  at: 0,
  isDelivered: false,
  status: 500,
  answer: null,
  fault: null,
  durationMs: 1,
  retryAfterMs: null,
};

test('of an endpoint that fails for ever no more incidents are kept than change its rest', () => {
  const failed = new FailedIncidents();
  for (let number = 0; number < 10_000; number += 1) failed.add(`incident ${number}`);
  assert.ok(failed.size < 100);
  const restOf = (size: number) => healthAfter(NEW_HEALTH, REFUSED, size).restingUntil;
  assert.equal(restOf(failed.size), restOf(10_000));
  failed.add('incident 1');
  failed.clear();
  assert.equal(failed.size, 0);
});

test('an incident that fails again counts once', () => {
  const failed = new FailedIncidents();
  for (const id of ['one', 'one', 'two']) failed.add(id);
  assert.equal(failed.size, 2);
});
