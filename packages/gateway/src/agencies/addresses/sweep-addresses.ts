import type { Transaction } from '../../database/database.ts';
import type { Sweep } from '../../database/sweep.ts';
import type { Clock } from '../../kernel/clock.ts';
import { deleteUnread } from './store.ts';

const ROWS_A_BATCH = 500;
/** A file that takes longer was broken off. */
const LOADING_MS = 86_400_000;

/** Removes the rows of addresses that were replaced, and of files that were not read to their end within a day. */
export function addressSweeps({ clock }: { clock: Clock }): Sweep[] {
  const removeBatch = ({ query }: Transaction) => deleteUnread(query, clock.now() - LOADING_MS, ROWS_A_BATCH);
  return [{ kind: 'addresses', agencyId: '', removeBatch }];
}
