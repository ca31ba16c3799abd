import { setTimeout as pause } from 'node:timers/promises';
import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import { deleteDeeplinksOfAgency } from '../../authorization/deeplinks/store.ts';
import type { Database, Transaction } from '../../database/database.ts';
import { deleteDeliveriesOfAgency } from '../../delivery/webhooks/deliveries/store.ts';
import { agencySweeps } from '../../incidents/retention/sweep-incidents.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { type ErasedCounts, planErasure } from './plan-erasure.ts';

const ROWS_A_BATCH = 500;
/** After each batch, so that a server beside this waits for no more than one. */
const PAUSE_MS = 20;

interface Step {
  readonly kind: string;
  /** As a `Sweep`'s. */
  readonly removeBatch: (tx: Transaction) => Promise<number>;
}

/** Deliveries first: those that wait would be sent without their events. */
function stepsOf(agencyId: string, before: number): readonly Step[] {
  return [
    { kind: 'deeplinks', removeBatch: ({ query }) => deleteDeeplinksOfAgency(query, agencyId, ROWS_A_BATCH) },
    { kind: 'webhook_deliveries', removeBatch: ({ query }) => deleteDeliveriesOfAgency(query, agencyId, ROWS_A_BATCH) },
    ...agencySweeps(agencyId, () => before),
  ];
}

/**
 * Removes the agency's incidents with all that belongs to them, its event log, deeplinks and delivery log, as far as nothing
 * has happened to them after this began, a small batch a transaction: stopped in the middle, it is run again and removes the
 * rest. The audit stays as it is, and records the beginning and the end, in counts alone. Returns what was there and what
 * is left. Refuses with `not_found`, and with `conflict` an agency with open incidents, unless `isForced`.
 */
export async function eraseAgency(
  { database, audit, clock }: { database: Database; audit: Audit; clock: Clock },
  request: {
    readonly agencyId: string;
    readonly isForced: boolean;
    readonly actor: Actor;
    readonly onProgress: (step: string) => void;
  },
): Promise<{ removed: ErasedCounts; left: ErasedCounts }> {
  const { agencyId, actor, onProgress } = request;
  const { counts, openIncidents } = await planErasure({ database }, agencyId);
  if (openIncidents > 0 && !request.isForced) {
    throw refuse.conflict({
      description: `${agencyId} has ${openIncidents} incidents that are open: end them first, or give --force`,
    });
  }
  const entry = { actor, agencyId, outcome: 'success' as const, subject: agencyId };
  await database.write((tx) => audit.append(tx, { ...entry, action: 'records.erase_started', detail: { counts } }));
  // The next millisecond: what happened in this one goes too.
  const steps = stepsOf(agencyId, clock.now() + 1);
  // An incident is removed after those that were merged into it, so one round may leave some.
  for (let round = -1; round !== 0; ) {
    round = 0;
    for (const { kind, removeBatch } of steps) {
      for (let batch = -1; batch !== 0; round += batch) {
        batch = await database.write(removeBatch, { agencyId });
        onProgress(`removing ${kind}, ${round + batch} in this round`);
        if (batch > 0) await pause(PAUSE_MS);
      }
    }
  }
  const { counts: left } = await planErasure({ database }, agencyId);
  await database.write((tx) =>
    audit.append(tx, { ...entry, action: 'records.erased', detail: { there_were: counts, left } }),
  );
  while (await database.giveSpaceBack()) await pause(PAUSE_MS);
  return { removed: counts, left };
}
