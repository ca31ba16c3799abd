import type { Kysely } from 'kysely';
import { compileOnce } from '../../database/compile-once.ts';
import type { Schema } from '../../database/schema.ts';
import type { ProfileName, SecurityPolicy } from './policy.ts';

/** The row of the installation itself: what every agency's policy is at least, and what those have who run it. */
export const INSTALLATION = '';

/** What was chosen: a profile, and the values that were set beside it. */
export interface ChosenPolicy {
  readonly profile: ProfileName;
  readonly values: Partial<SecurityPolicy>;
}

const policyOf = compileOnce((query, agencyId: string) =>
  query.selectFrom('security_policies').select(['profile', 'chosen_values']).where('agency_id', '=', agencyId),
);

/** What the agency chose, or the installation for `INSTALLATION`; nothing where nobody has chosen. */
export async function findChosenPolicy(query: Kysely<Schema>, agencyId: string): Promise<ChosenPolicy | undefined> {
  const [row] = await policyOf(query, agencyId);
  return row && { profile: row.profile as ProfileName, values: JSON.parse(row.chosen_values) };
}

export async function saveChosenPolicy(
  query: Kysely<Schema>,
  agencyId: string,
  { profile, values }: ChosenPolicy,
): Promise<void> {
  const row = { profile, chosen_values: JSON.stringify(values) };
  await query
    .insertInto('security_policies')
    .values({ agency_id: agencyId, ...row })
    .onConflict((conflict) => conflict.column('agency_id').doUpdateSet(row))
    .execute();
}
