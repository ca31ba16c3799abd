import assert from 'node:assert/strict';
import { it } from 'node:test';
import { areaOf, isArea, readFilter, readOrder, toServer, withFilter } from './queue-filter.ts';

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

it('an area is the boundary or a box, and another one of a link is not sent', () => {
  const now = 0;
  for (const area of ['boundary', '-97.76,30.25,-97.72,30.28', '179.5,-18,-179.5,-16', '0,0,0,0']) {
    assert.ok(isArea(area), area);
    assert.deepEqual(toServer({ area }, now), { area });
  }
  for (const area of [
    '',
    'county',
    '1,2,3',
    '1,2,3,4,5',
    '0,10,0,9',
    '-181,0,0,0',
    '0,0,0,91',
    '1e1,0,0,0',
    'NaN,0,0,0',
  ]) {
    assert.ok(!isArea(area), area);
    assert.deepEqual(toServer({ area }, now), {});
  }
});

it('what a map shows is a box, of the whole earth where it shows more', () => {
  assert.equal(areaOf([-97.760_04, 30.25], [-97.72, 30.280_06]), '-97.7600,30.2500,-97.7200,30.2801');
  assert.equal(areaOf([-300, -95], [300, 95]), '-180.0000,-90.0000,180.0000,90.0000');
});
