import type { Transaction } from '../../database/database.ts';
import type { Incident, Location } from '../incident/types.ts';
import { findOpenAlert, type Signal } from './further-signal.ts';

/** Where a sender's alerts go. */
export interface Destination {
  /** Every agency they may go to: a repeat, and the alert of which one is a further signal, are looked for in each. */
  readonly agencyIds: readonly string[];
  /** The one an alert goes to that is none of these. May refuse. */
  readonly choose: (location: Location | null) => Promise<string>;
  /** Lets its alerts be stored one after the other, in the caller's transaction; null where they all go to one agency. */
  readonly takeTurn: ((tx: Transaction) => Promise<void>) | null;
}

/**
 * The agency a signal is stored at: that of the open alert of which it is a further signal, which is returned too, or the one
 * that was chosen. Throws what choosing refused.
 */
export async function settleAgency(
  tx: Transaction,
  { agencyIds, takeTurn }: Destination,
  signal: Signal,
  chosen: PromiseSettledResult<string>,
): Promise<{ agencyId: string; open: Incident | undefined }> {
  if (takeTurn !== null && (signal.sourceId !== null || signal.isActiveAssailant)) await takeTurn(tx);
  const open = await findOpenAlert(tx.query, signal, agencyIds);
  if (open !== undefined) return { agencyId: open.agencyId, open };
  if (chosen.status === 'rejected') throw chosen.reason;
  return { agencyId: chosen.value, open };
}
