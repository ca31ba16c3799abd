import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readFilter, readOrder, toServer, withFilter } from './queue-filter.ts';

it('a URL keeps the filter, and nothing of it that the page does not know', () => {
  const params = new URLSearchParams('kind=call&source=Alpha%20%26%20Co&within=4&colour=red&type=');
  assert.deepEqual(readFilter(params), { kind: 'call', source: 'Alpha & Co', within: '4' });
  const without = withFilter(params, 'source', null);
  assert.equal(without.get('source'), null);
  assert.equal(without.get('colour'), 'red');
  assert.deepEqual(readFilter(withFilter(without, 'status', 'ACCEPTED')), {
    ...{ kind: 'call', status: 'ACCEPTED', within: '4' },
  });
  assert.equal(readOrder(params), 'gravest');
  assert.equal(readOrder(withFilter(params, 'order', 'newest')), 'newest');
});

it('hours before now are an instant for the server, and what is no number of hours is nothing', () => {
  const now = Date.parse('2026-11-29T12:00:00Z');
  assert.deepEqual(toServer({ kind: 'call', within: '4', tests: 'exclude' }, now), {
    ...{ kind: 'call', since: '2026-11-29T08:00:00.000Z', tests: 'exclude' },
  });
  assert.deepEqual(toServer({ within: 'soon', tests: 'maybe' }, now), {});
});
