import { type Kysely, type Selectable, sql } from 'kysely';
import { isFreeFor } from '../database/processes/store.ts';
import type { Schema } from '../database/schema.ts';
import type { Sweep, SweepOutcome } from '../database/sweep.ts';

type Named = Pick<Sweep, 'kind' | 'agencyId'>;

/** True where that process may sweep now; false while another one that lives does. */
export async function takeLease(query: Kysely<Schema>, sweep: Named, owner: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await query
    .insertInto('clean_ups')
    .values({ kind: sweep.kind, agency_id: sweep.agencyId, leased_until: 0, finished_at: null, lease_owner: owner })
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'agency_id'])
        .doUpdateSet({ lease_owner: owner })
        .where(isFreeFor(owner, 'clean_ups.lease_owner')),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** False where the process has the lease no more. Nobody takes it until the transaction ends. */
export async function hasLease(query: Kysely<Schema>, sweep: Named, owner: string): Promise<boolean> {
  const { numUpdatedRows } = await ofSweep(query, sweep)
    .set({ lease_owner: owner })
    .where('lease_owner', '=', owner)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Notes the end of a sweep and gives its lease back. */
export async function finishSweep(query: Kysely<Schema>, sweep: Named, at: number, removed: number): Promise<void> {
  await ofSweep(query, sweep)
    .set({
      lease_owner: null,
      finished_at: at,
      removed,
      removed_in_all: sql<number>`removed_in_all + ${removed}`,
    })
    .execute();
}

/** How the agency's sweeps last went; those of the installation where it is `''`. */
export async function sweepOutcomes(query: Kysely<Schema>, agencyId: string): Promise<SweepOutcome[]> {
  return (await outcomes(query).where('agency_id', '=', agencyId).execute()).map(toOutcome);
}

/** How every sweep last went. */
export async function allSweepOutcomes(query: Kysely<Schema>): Promise<SweepOutcome[]> {
  return (await outcomes(query).execute()).map(toOutcome);
}

function ofSweep(query: Kysely<Schema>, { kind, agencyId }: Named) {
  return query.updateTable('clean_ups').where('kind', '=', kind).where('agency_id', '=', agencyId);
}

function outcomes(query: Kysely<Schema>) {
  return query.selectFrom('clean_ups').selectAll().orderBy('agency_id').orderBy('kind');
}

function toOutcome(row: Selectable<Schema['clean_ups']>): SweepOutcome {
  return {
    kind: row.kind as Sweep['kind'],
    agencyId: row.agency_id,
    finishedAt: row.finished_at,
    removed: row.removed,
    removedInAll: row.removed_in_all,
  };
}
