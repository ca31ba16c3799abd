import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMERGENCIES } from './people-and-places.ts';
import { type Story, sendStories } from './story.ts';

function notified(seed: number, count = 200, rate = 6): Story[] {
  const stories: Story[] = [];
  for (const story of sendStories(seed, rate)) {
    if (stories.push(story) === count) break;
  }
  return stories;
}

test('the same seed gives the same story, another seed another one', () => {
  assert.deepEqual(notified(7), notified(7));
  assert.notDeepEqual(notified(7, 5), notified(8, 5));
});

test('a minute has as many incidents as it should, on the average', () => {
  const stories = notified(1, 600, 60);
  const minutes = (stories.at(-1)?.startsAtSeconds ?? 0) / 60;
  assert.ok(Math.abs(stories.length / minutes - 60) < 6, `${stories.length / minutes} a minute`);
});

test('every incident is opened first, in order of time, and each call moves, grows surer, talks and ends', () => {
  for (const { steps } of notified(3)) {
    const [first, ...later] = steps;
    assert.ok(first?.act.kind === 'open' || first?.act.kind === 'raise');
    assert.ok(later.every(({ act }) => act.kind === 'change' || act.kind === 'speak'));
    for (const [index, { afterSeconds }] of later.entries())
      assert.ok(afterSeconds >= (steps[index]?.afterSeconds ?? 0));
    if (first.act.kind === 'raise') continue;
    const changes = later.flatMap(({ act }) => (act.kind === 'change' ? [act.change] : []));
    const places = changes.flatMap(({ location }) => location ?? []);
    assert.ok(places.length >= 5);
    const radii = places.map(({ uncertainty_radius }) => uncertainty_radius ?? 0);
    assert.ok(radii.every((radius, index) => index === 0 || radius <= (radii[index - 1] ?? 0)));
    assert.notEqual(places[0]?.latitude, places.at(-1)?.latitude);
    assert.ok(later.some(({ act }) => act.kind === 'speak'));
    assert.ok(changes.some(({ note }) => note !== undefined) && changes.some(({ response }) => response !== undefined));
    assert.ok(changes.at(-1)?.end !== undefined);
  }
});

test('alerts of every type come up, and tests of the alarm', () => {
  const types = notified(5).flatMap(({ steps: [first] }) => {
    if (first?.act.kind !== 'raise') return [];
    return (first.act.request.variables['event'] as { emergency_type: string }).emergency_type;
  });
  for (const [type] of EMERGENCIES) assert.ok(types.includes(type), type);
  assert.ok(types.some((type) => type.startsWith('TEST_')));
});
