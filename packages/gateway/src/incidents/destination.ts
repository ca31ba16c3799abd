import type { Transaction } from '../database/database.ts';
import { findSite, mayJoin } from './alerts/join-signal.ts';
import { findJoined } from './alerts/store.ts';
import { findBySourceId } from './store.ts';
import type { Incident, Location } from './types.ts';

/** Where a sender's alerts go. */
export interface Destination {
  /** Every agency they may go to: a repeat is looked for in each. */
  readonly agencyIds: readonly string[];
  /** The one an alert goes to that is neither a repeat nor joins another. May refuse. */
  readonly choose: (location: Location) => Promise<string>;
  /** Lets its alerts be stored one after the other, in the caller's transaction; null where they all go to one agency. */
  readonly takeTurn: ((tx: Transaction) => Promise<void>) | null;
}

/** Signals that another request has just written the same alert; the transaction is undone and that alert answered. */
export class AlreadyRaised extends Error {}

/** The alert that this client raised by this source id, or that it joined, at whichever of these agencies. */
export async function findBySource(
  query: Transaction['query'],
  source: { clientId: string; agencyIds: readonly string[]; sourceId: string },
): Promise<Incident | undefined> {
  return (await findBySourceId(query, source)) ?? findJoined(query, source);
}

/**
 * The agency an alert is stored at: that of its site's alert, which it joins, or the one that was chosen. No constraint of the
 * database spans agencies, so alerts that would meet in one take turns. Throws `AlreadyRaised` where the same source id was
 * stored meanwhile, and otherwise what choosing refused.
 */
export async function settleAgency(
  tx: Transaction,
  { agencyIds, takeTurn }: Destination,
  draft: Omit<Incident, 'agencyId'>,
  chosen: PromiseSettledResult<string>,
): Promise<string> {
  const { originClientId: clientId, sourceId } = draft;
  if (takeTurn !== null && (sourceId !== null || mayJoin(draft))) {
    await takeTurn(tx);
    if (sourceId !== null && clientId !== null) {
      const found = await findBySource(tx.query, { clientId, agencyIds, sourceId });
      if (found !== undefined) throw new AlreadyRaised();
    }
    const site = await findSite(tx.query, draft, agencyIds);
    if (site !== undefined) return site.agencyId;
  }
  if (chosen.status === 'rejected') throw chosen.reason;
  return chosen.value;
}
