import type { SectionPage } from '@sallyport/client';
import { type Corner, cornersOf } from '../area/polygon.ts';
import type { QueueOrder } from './gravest-first.ts';

/** What of the queue is shown, as its URL keeps it. What is missing leaves nothing out. */
export interface QueueFilter {
  readonly kind?: string;
  readonly status?: string;
  readonly type?: string;
  readonly source?: string;
  /** Hours before now. */
  readonly within?: string;
  readonly tests?: string;
  /** `boundary`, a box in degrees as `west,south,east,north`, or a polygon as `longitude,latitude;longitude,latitude;…`. */
  readonly area?: string;
}
export type FilterName = keyof QueueFilter;

export const FILTER_NAMES: readonly FilterName[] = ['kind', 'status', 'type', 'source', 'within', 'area', 'tests'];
const HOUR_MS = 3_600_000;

/** The filter of a URL's query; what the page does not know in it is left out. */
export function readFilter(params: URLSearchParams): QueueFilter {
  const given = FILTER_NAMES.flatMap((name) => {
    const value = params.get(name);
    return value === null || value === '' ? [] : [[name, value]];
  });
  return Object.fromEntries(given) as QueueFilter;
}

/** The query with one part of the filter set, or taken out by null; everything else in it stays. */
export function withFilter(
  params: URLSearchParams,
  name: FilterName | 'order' | 'group',
  value: string | null,
): URLSearchParams {
  const next = new URLSearchParams(params);
  if (value === null || value === '') next.delete(name);
  else next.set(name, value);
  return next;
}

export function readOrder(params: URLSearchParams): QueueOrder {
  return params.get('order') === 'newest' ? 'newest' : 'gravest';
}

/** Whether what is of one caller or place is one row. */
export function readIsGrouped(params: URLSearchParams): boolean {
  return params.get('group') === 'scene';
}

/** The filter as the server takes it. */
export function toServer({ within, tests, area, ...rest }: QueueFilter, now: number): Omit<SectionPage, 'section'> {
  const hours = Number(within);
  return {
    ...rest,
    ...(hours > 0 && { since: new Date(now - hours * HOUR_MS).toISOString() }),
    ...(area !== undefined && isArea(area) && { area }),
    ...((tests === 'include' || tests === 'exclude') && { tests }),
  };
}

/** Whether the server knows it as an area: another one in a link leaves nothing out. */
export function isArea(area: string): boolean {
  if (area === 'boundary' || cornersOf(area) !== null) return true;
  const [west = 999, south = 999, east = 999, north = 999, ...more] = area.split(',').map(numberIn);
  const isOfEarth = [west, east].every((degrees) => Math.abs(degrees) <= 180) && south >= -90 && north <= 90;
  return more.length === 0 && isOfEarth && south <= north;
}

const numberIn = (text: string) => (/^-?\d{1,3}(\.\d{1,15})?$/.test(text) ? Number(text) : 999);

/** The corners of a polygon, or of a box that is not over the antimeridian; null for another area. */
export function drawnCorners(area: string | undefined): readonly Corner[] | null {
  if (area === undefined || area === 'boundary' || !isArea(area)) return null;
  const polygon = cornersOf(area);
  if (polygon !== null) return polygon;
  const [west = 0, south = 0, east = 0, north = 0] = area.split(',').map(Number);
  if (east < west) return null;
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
}

/** The corners of what a map shows, to ten metres, as the URL has them. */
export function areaOf([west, south]: readonly [number, number], [east, north]: readonly [number, number]): string {
  const within = (degrees: number, most: number) => Math.max(-most, Math.min(most, degrees)).toFixed(4);
  return [within(west, 180), within(south, 90), within(east, 180), within(north, 90)].join(',');
}
