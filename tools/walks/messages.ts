import type { Site } from './instrument.ts';

/** The source that is counted, from the root of a checkout. */
export const SOURCE = 'packages/gateway/src';
/** The header whose value names the walk that a request begins. */
export const RECORDED = 'x-walk';

/** One function, entered once. */
export interface Entry {
  readonly site: number;
  /** The entry that called it, by its place in the list, or -1 where that was not the source. */
  readonly caller: number;
  /** True for a callback that was made in the same walk. */
  readonly isMadeHere: boolean;
}

/** What a request made the server enter, in order. */
export interface Recording {
  readonly entries: readonly Entry[];
  /** The entries in which bytes were written to a socket. */
  readonly writes: readonly number[];
  readonly sites: readonly Site[];
}

export interface ToServer {
  readonly take: string;
}

export type FromServer =
  | { readonly kind: 'listening'; readonly port: number }
  | ({ readonly kind: 'walk'; readonly name: string } & Recording);
