import type { Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { findInForce } from './store.ts';
import type { Transfer } from './types.ts';

/**
 * The transfer in force that the agency received. Refuses with `not_found`, in the same words for one that ended, expired or is between
 * others, and for one that the agency gave itself.
 */
export async function inForceForReceiver(
  query: Transaction['query'],
  asked: { readonly id: string; readonly agencyId: string; readonly now: number },
): Promise<Transfer> {
  const transfer = await findInForce(query, asked);
  if (transfer === undefined || transfer.toAgencyId !== asked.agencyId) {
    throw refuse.notFound({ description: 'No transfer with this id is in force' });
  }
  return transfer;
}
