import { allAgencies } from '../../agencies/store.ts';
import type { Database } from '../../database/database.ts';
import { PROFILES } from '../policies/policy.ts';
import { readPolicy } from '../policies/security-policies.ts';
import { accountsToReview } from './store.ts';

const DAY_MS = 86_400_000;

/** How many accounts are overdue for their review: of agencies in use, of how many agencies, and of operators. */
export interface OverdueReviews {
  readonly accounts: number;
  readonly agencies: number;
  readonly operators: number;
}

async function overdueOf(read: Database['read'], agencyId: string | null, now: number): Promise<number> {
  const { accountReviewDays } = (await readPolicy(read, agencyId, PROFILES.open)).policy;
  if (accountReviewDays === null) return 0;
  const accounts = await accountsToReview(read, agencyId);
  return accounts.filter(({ since }) => since + accountReviewDays * DAY_MS <= now).length;
}

export async function countOverdueReviews(read: Database['read'], now: number): Promise<OverdueReviews> {
  let accounts = 0;
  let agencies = 0;
  for (const { id, disabledAt } of await allAgencies(read)) {
    const due = disabledAt === null ? await overdueOf(read, id, now) : 0;
    accounts += due;
    if (due > 0) agencies += 1;
  }
  return { accounts, agencies, operators: await overdueOf(read, null, now) };
}
