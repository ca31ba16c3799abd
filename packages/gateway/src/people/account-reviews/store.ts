import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';

/** An account that is not disabled, with the last review of it. */
export interface ReviewedAccount {
  readonly userId: string;
  /** When it was added, enabled anew or confirmed last: its next review counts from then. */
  readonly since: number;
  readonly reviewedAt: number | null;
  readonly reviewedBy: string | null;
}

/** The agency's accounts that are not disabled, those first that have waited longest; those of the installation where `agencyId` is null. */
export async function accountsToReview(query: Kysely<Schema>, agencyId: string | null): Promise<ReviewedAccount[]> {
  const rows = await query
    .selectFrom('users')
    .select(['id', 'created_at', 'enabled_at', 'reviewed_at', 'reviewed_by'])
    .where('agency_id', agencyId === null ? 'is' : '=', agencyId)
    .where('disabled_at', 'is', null)
    .execute();
  return rows
    .map((row) => ({
      userId: row.id,
      since: Math.max(row.created_at, row.enabled_at ?? 0, row.reviewed_at ?? 0),
      reviewedAt: row.reviewed_at,
      reviewedBy: row.reviewed_by,
    }))
    .sort((one, other) => one.since - other.since);
}
