import { allAgencies } from '../../agencies/store.ts';
import type { Database } from '../../database/database.ts';
import { PROFILES } from '../policies/policy.ts';
import { readPolicy } from '../policies/security-policies.ts';
import { accountsToReview } from './store.ts';

const DAY_MS = 86_400_000;

/** How many accounts of agencies in use are overdue for their review, and of how many agencies. */
export async function countOverdueReviews(
  read: Database['read'],
  now: number,
): Promise<{ accounts: number; agencies: number }> {
  let accounts = 0;
  let agencies = 0;
  for (const { id, disabledAt } of await allAgencies(read)) {
    const { accountReviewDays } = (await readPolicy(read, id, PROFILES.open)).policy;
    if (disabledAt !== null || accountReviewDays === null) continue;
    const due = (await accountsToReview(read, id)).filter(({ since }) => since + accountReviewDays * DAY_MS <= now);
    accounts += due.length;
    if (due.length > 0) agencies += 1;
  }
  return { accounts, agencies };
}
