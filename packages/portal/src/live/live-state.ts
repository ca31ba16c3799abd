import { createContext, useContext } from 'react';
import { isFinal } from './renewal.ts';

/**
 * Whether the page receives of changes. `live`: at once. `connecting`: not yet. `lost`: not any more, or not at all; then
 * the page polls. Instants are milliseconds of this workstation's clock.
 */
export type LiveState =
  | { readonly kind: 'connecting' | 'live' }
  | { readonly kind: 'lost'; readonly lostAt: number; readonly aliveAt: number };

const POLL_MS = 3_000;

/** Set by `LiveProvider`; without one above, a page polls. */
export const LiveContext = createContext<LiveState>({ kind: 'connecting' });

/** How this page receives of changes at this moment. */
export function useLive(): LiveState {
  return useContext(LiveContext);
}

/** The `refetchInterval` of a query that the socket renews: none while it is open, three seconds while it is not. */
export function usePollInterval(): (query: { readonly state: { readonly error: unknown } }) => number | false {
  const { kind } = useLive();
  return ({ state }) => (kind === 'live' || isFinal(state.error) ? false : POLL_MS);
}
