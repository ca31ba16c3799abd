import type { SectionPage } from '@sallyport/client';
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
}
export type FilterName = keyof QueueFilter;

export const FILTER_NAMES: readonly FilterName[] = ['kind', 'status', 'type', 'source', 'within', 'tests'];
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
export function withFilter(params: URLSearchParams, name: FilterName | 'order', value: string | null): URLSearchParams {
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
export function toServer({ within, tests, ...rest }: QueueFilter, now: number): Omit<SectionPage, 'section'> {
  const hours = Number(within);
  return {
    ...rest,
    ...(hours > 0 && { since: new Date(now - hours * HOUR_MS).toISOString() }),
    ...((tests === 'include' || tests === 'exclude') && { tests }),
  };
}
