import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Card, CardField } from '@sallyport/contract';
import { drawnFields, sortedCards } from './display-order.ts';
import { phoneText } from './phone-text.ts';

const field = (key: string, order: number, format: CardField['format']): CardField => ({
  key,
  label: key,
  order,
  format,
  value: '',
});
const card = (id: string, order: number, fields: CardField[] = []): Card => ({
  id,
  title: id,
  order,
  supplied_by: 'x',
  received_at: '2026-11-21T10:00:00Z',
  fields,
});

it('draws fields by their order and never the hidden ones', () => {
  const drawn = drawnFields(card('a', 1, [field('b', 2, 'text'), field('h', 0, 'hidden'), field('a', 1, 'phone')]));
  assert.deepEqual(
    drawn.map(({ key }) => key),
    ['a', 'b'],
  );
});

it('draws cards by their order', () => {
  assert.deepEqual(
    sortedCards([card('late', 9), card('first', 1)]).map(({ id }) => id),
    ['first', 'late'],
  );
});

it('groups North American numbers and leaves others as they are', () => {
  assert.equal(phoneText('+15555555555'), '+1 (555) 555-5555');
  assert.equal(phoneText('+442071838750'), '+442071838750');
});
