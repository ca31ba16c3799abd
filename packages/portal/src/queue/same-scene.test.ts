import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { IncidentSummary } from '@sallyport/contract';
import { scenesOf } from './same-scene.ts';

interface About {
  number?: string;
  civic?: string;
  at?: readonly [number, number];
  radius?: number | null;
}

const listed = (id: string, { number, civic, at, radius = 20 }: About) =>
  ({
    id,
    caller_phone_number: number ?? null,
    location:
      civic === undefined && at === undefined
        ? null
        : {
            civic: civic ?? null,
            latitude: at?.[0] ?? null,
            longitude: at?.[1] ?? null,
            uncertainty_radius: radius,
          },
  }) as IncidentSummary;
const idsOf = (incidents: readonly IncidentSummary[]) =>
  scenesOf(incidents).map(({ first, others }) => [first.id, ...others.map(({ id }) => id)].join(' '));

it('incidents of one caller, one address or one sure position are one, in the order they were listed', () => {
  assert.deepEqual(
    idsOf([
      listed('a', { number: '+15555550101' }),
      listed('b', { civic: '12 Main St, Springfield' }),
      listed('c', { number: '+15555550101' }),
      listed('d', { civic: '12  MAIN ST Springfield' }),
      listed('e', { at: [40.7484, -73.9857] }),
      listed('f', { at: [40.7484, -73.9857], radius: 30 }),
      listed('g', { number: '+15555550102' }),
    ]),
    ['a c', 'b d', 'e f', 'g'],
  );
});

it('one that is of two of them makes them one, and stands where the first of all does', () => {
  assert.deepEqual(
    idsOf([
      listed('a', { number: '+15555550101' }),
      listed('b', { civic: '12 Main St' }),
      listed('c', {}),
      listed('d', { number: '+15555550101', civic: '12 Main St' }),
      listed('e', { civic: '12 Main St' }),
    ]),
    ['a b d e', 'c'],
  );
});

it('what is not known, and a wide circle, is like nothing else', () => {
  assert.deepEqual(idsOf([listed('a', {}), listed('b', {})]), ['a', 'b']);
  const wide = { at: [40.7484, -73.9857], radius: 800 } as const;
  assert.deepEqual(idsOf([listed('a', wide), listed('b', wide)]), ['a', 'b']);
  const unknown = { at: [40.7484, -73.9857], radius: null } as const;
  assert.deepEqual(idsOf([listed('a', unknown), listed('b', unknown)]), ['a', 'b']);
});
