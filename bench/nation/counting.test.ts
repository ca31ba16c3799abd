import assert from 'node:assert/strict';
import { test } from 'node:test';
import { monotonicMs } from '../sockets/receiving.ts';
import { longitudeOf, sinceDue } from './due-mark.ts';
import { countOf, EventCounter } from './event-counts.ts';
import { chooseAgency, dealToAgencies, NATION, scaleOf } from './hour.ts';
import { Latencies } from './latencies.ts';
import { Listener } from './listeners/listener.ts';
import { readNationOptions } from './nation-options.ts';

test('what was acknowledged must be there, what was not answered may be', () => {
  const counter = new EventCounter();
  counter.add('acknowledged', ['call created', 'call located']);
  counter.add('unknown', ['call located']);
  assert.deepEqual(countOf(counter.counts(), ['call created', 'call located']), { least: 2, most: 3 });
  counter.reset();
  assert.deepEqual(countOf(counter.counts(), ['call created', 'call located']), { least: 0, most: 0 });
});

test('a listener that misses an acknowledged event has lost it, and one that gets an id twice has it doubled', () => {
  const counter = new EventCounter();
  for (let count = 0; count < 3; count += 1) counter.add('acknowledged', ['note added']);
  const listener = new Listener(0, ['note added'], new Latencies());
  listener.take({ ids: ['a:1'], ageMs: 3 }, 'the hour');
  listener.take({ ids: ['a:2'], ageMs: null }, 'the hour');
  listener.take({ ids: ['a:2'], ageMs: null }, 'the hour');
  assert.deepEqual(listener.standing([counter.counts()]), { due: 3, missing: 1 });
  assert.deepEqual([listener.received, listener.doubled], [2, 1]);
});

test('a written longitude states when its request fell due', () => {
  const dueAt = monotonicMs() - 250;
  const age = sinceDue(JSON.stringify({ lng: longitudeOf(dueAt) }));
  assert.ok(age !== null && age >= 249, String(age));
  assert.equal(sinceDue('{"lng":-71.5}'), null);
});

test('one agency in twenty has two fifths of the work and of the streams', () => {
  const dealt = dealToAgencies(NATION.streams.portal, NATION.agencies);
  assert.equal(dealt.filter((agency) => agency < NATION.agencies / 20).length, NATION.streams.portal * 0.4);
  assert.equal(new Set(dealToAgencies(NATION.agencies * 10, NATION.agencies)).size, NATION.agencies);
  for (const decides of [0, 0.399, 0.4, 0.999_999]) {
    assert.ok(chooseAgency(1, decides) === 0 && chooseAgency(7, decides) < 7);
  }
});

test('a small share has at least one of everything', () => {
  const { agencies, streams, webhooks } = scaleOf(0.000_01);
  assert.deepEqual([agencies, ...Object.values(streams), webhooks], [1, 1, 1, 1, 1, 1]);
});

test('what is no share, engine or number of processes is refused, and says what must be given', () => {
  const wrong = [
    [{ share: '0' }, /--share/],
    [{ share: 'all' }, /--share/],
    [{ share: '-1' }, /--share/],
    [{ engine: 'mysql' }, /--engine must be one of: sqlite, postgres/],
    [{ processes: '2' }, /embedded database has one process/],
    [{ processes: '1.5', engine: 'postgres' }, /whole number/],
    [{ processes: '0', engine: 'postgres' }, /--processes/],
    [{ minutes: 'ten' }, /--minutes/],
  ] as const;
  for (const [given, message] of wrong) {
    assert.throws(() => readNationOptions({ quick: false, ...given }), message);
  }
  assert.equal(readNationOptions({ quick: false }).phases[1]?.durationMs, 600_000);
});
