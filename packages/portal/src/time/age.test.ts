import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ageSeconds, ageText, agoText, durationText } from './age.ts';

it('counts whole seconds and never below zero', () => {
  const now = Date.parse('2026-11-21T10:00:00Z');
  assert.equal(ageSeconds('2026-11-21T09:59:47.200Z', now), 12);
  assert.equal(ageSeconds('2026-11-21T10:00:05Z', now), 0);
});

it('states an age in the unit that matters', () => {
  assert.equal(ageText(12), '12 s ago');
  assert.equal(ageText(60), '1 min ago');
  assert.equal(ageText(3 * 60 + 59), '3 min ago');
  assert.equal(durationText(2 * 3600 + 5 * 60), '2 h 5 min');
  assert.equal(durationText(3600), '1 h');
  assert.equal(durationText(4 * 86400), '4 d');
});

it('never calls a time that lies ahead an age', () => {
  const now = Date.parse('2026-11-21T10:00:00Z');
  assert.equal(agoText('2026-11-21T11:00:00Z', now), '1 h ahead of now');
  assert.equal(agoText('2026-11-21T10:00:10Z', now), '10 s ahead of now');
  assert.equal(agoText('2026-11-21T10:00:01Z', now), '0 s ago');
  assert.equal(agoText('2026-11-21T09:59:00Z', now), '1 min ago');
});
