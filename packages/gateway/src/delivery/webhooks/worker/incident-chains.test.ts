import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DueDelivery, newDelivery } from '../deliveries/types.ts';
import { sampleEvents } from '../sending/sample-event.ts';
import { type Chain, IncidentChains } from './incident-chains.ts';

const [SAMPLE] = sampleEvents('county', 'note.added', 0);

function due(incidentId: string, seq: number): DueDelivery {
  assert.ok(SAMPLE);
  const place = { subscriptionId: 1, seq, epoch: '', incidentId, eventType: 'note.added' };
  return { delivery: newDelivery(place, 0), event: { ...SAMPLE, incidentId, seq } };
}

const seqsOf = ({ waiting }: Chain) => waiting.map(({ delivery }) => delivery.seq);
const take = (chains: IncidentChains) => chains.take() ?? assert.fail('no incident has a turn');

test('incidents take turns, and none has two at a time', () => {
  const chains = new IncidentChains();
  for (const [incidentId, seq] of [
    ['left', 1],
    ['right', 2],
    ['left', 3],
  ] as const)
    chains.add(due(incidentId, seq));
  const left = take(chains);
  assert.deepEqual([left.incidentId, seqsOf(left)], ['left', [1, 3]]);
  chains.add(due('left', 4));
  assert.equal(chains.ready, 1);
  chains.endTurn(left, true);
  assert.deepEqual([take(chains).incidentId, take(chains).incidentId, chains.take()], ['right', 'left', undefined]);
});

test('what comes of an incident whose outcomes are being stored has its turn at once, and it is left once all is stored', () => {
  const chains = new IncidentChains();
  chains.add(due('left', 1));
  const left = take(chains);
  left.waiting.shift();
  chains.endTurn(left, false);
  assert.deepEqual([chains.ready, chains.has('left')], [0, true]);
  chains.add(due('left', 2));
  assert.equal(take(chains), left);
  assert.deepEqual(seqsOf(left), [2]);
  chains.stored(left);
  assert.ok(chains.has('left'), 'it is at work');
  left.waiting.shift();
  chains.endTurn(left, false);
  chains.stored(left);
  assert.deepEqual([chains.has('left'), chains.size], [false, 0]);
});

test('one that is stuck has no turn, and is named until its outcomes are stored', () => {
  const chains = new IncidentChains();
  chains.add(due('left', 1));
  const left = take(chains);
  left.isStuck = true;
  chains.endTurn(left, false);
  chains.add(due('left', 2));
  assert.deepEqual([chains.ready, chains.stuckIncidentIds], [0, ['left']]);
  chains.stored(left);
  assert.deepEqual(chains.stuckIncidentIds, []);
});

test('once nobody has a further turn, those whose outcomes are being stored are left last', () => {
  const chains = new IncidentChains();
  for (const [incidentId, seq] of [
    ['left', 1],
    ['right', 2],
  ] as const)
    chains.add(due(incidentId, seq));
  const left = take(chains);
  chains.endTurn(left, true);
  chains.dropReady();
  assert.deepEqual([chains.incidentIds, chains.ready], [['left'], 0]);
  chains.stored(left);
  assert.equal(chains.size, 0);
});
