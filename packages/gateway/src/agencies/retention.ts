import type { Audit } from '../audit/append-record.ts';
import type { Actor } from '../audit/types.ts';
import type { Database } from '../database/database.ts';
import type { SweepOutcome } from '../database/sweep.ts';
import { refuse } from '../kernel/errors.ts';
import type { Origin } from '../kernel/origin.ts';
import { findRetentionDays, updateRetentionDays } from './store.ts';

/** Longer than any webhook is tried again and any responder is away, so that no reader in use loses its place. */
export const LEAST_RETENTION_DAYS = 7;
export const MOST_RETENTION_DAYS = 36_500;

/** How long the agency keeps incidents; null is without an end. */
export interface Retention {
  readonly days: number | null;
  readonly cleanUps: readonly SweepOutcome[];
}

/** How the sweeps of an agency last went. */
export type SweepOutcomes = (agencyId: string) => Promise<readonly SweepOutcome[]>;

/** The agency's retention, and how its clean-ups last went. */
export async function readRetention(
  { database, sweepOutcomes }: { database: Database; sweepOutcomes: SweepOutcomes },
  agencyId: string,
): Promise<Retention> {
  return {
    days: await findRetentionDays(database.read, agencyId),
    cleanUps: await sweepOutcomes(agencyId),
  };
}

/**
 * Sets for how many days an agency keeps incidents after their last change and events in its log; null keeps them.
 * Atomic with its audit record; the next clean-up applies it. Refuses fewer than 7 days (`invalid_request`).
 */
export async function setRetention(
  { database, audit }: { database: Database; audit: Audit },
  request: { agencyId: string; days: number | null; actor: Actor; origin?: Origin },
): Promise<void> {
  const { agencyId, days, actor, origin } = request;
  if (days !== null && (!Number.isInteger(days) || days < LEAST_RETENTION_DAYS || days > MOST_RETENTION_DAYS)) {
    throw refuse.invalidRequest({
      description: `Retention must be ${LEAST_RETENTION_DAYS} to ${MOST_RETENTION_DAYS} days, or null to keep everything`,
    });
  }
  await database.write(
    async (tx) => {
      const isThere = await updateRetentionDays(tx.query, agencyId, days);
      if (!isThere) throw refuse.notFound({ description: `No agency has the id ${agencyId}` });
      await audit.append(tx, {
        actor,
        agencyId,
        action: 'agency.retention_set',
        outcome: 'success',
        subject: agencyId,
        ...(origin && { origin }),
        detail: { days },
      });
    },
    { agencyId },
  );
}
