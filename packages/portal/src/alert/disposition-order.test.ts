import assert from 'node:assert/strict';
import { it } from 'node:test';
import { inUsualOrder } from './disposition-order.ts';

const NAMES = ['DISPATCHED', 'ENROUTE', 'PREEMPTED', 'ON_SCENE', 'CLEARED_NO_REPORT', 'CLEARED_WITH_REPORT', 'CLOSED'];
const named = (name: string) => ({ name, display_name: name });
const after = (present: string | null) =>
  inUsualOrder(NAMES.filter((name) => name !== present).map(named), present === null ? null : named(present)).map(
    ({ name }) => name,
  );

it('offers what usually follows first, and keeps everything that is allowed', () => {
  assert.equal(after(null)[0], 'DISPATCHED');
  assert.deepEqual(after('ENROUTE'), [
    'ON_SCENE',
    'CLEARED_WITH_REPORT',
    'CLEARED_NO_REPORT',
    'CLOSED',
    'PREEMPTED',
    'DISPATCHED',
  ]);
  assert.equal(after('CLEARED_NO_REPORT')[0], 'CLOSED');
  assert.equal(after('PREEMPTED')[0], 'DISPATCHED');
  for (const present of [null, ...NAMES]) assert.equal(after(present).length, present === null ? 7 : 6);
  assert.deepEqual(inUsualOrder([], named('CLOSED')), []);
});
