import type { Database, Transaction } from '../../database/database.ts';
import type { Sweep } from '../../database/sweep.ts';
import type { Clock } from '../../kernel/clock.ts';
import { deleteCadIncidentsOf, deleteWaitingCadIncidents } from '../cad-links/store.ts';
import { deleteOldestEvents } from '../events/store.ts';
import { deleteIdempotencyKeys, deleteKeysOf } from '../idempotency/store.ts';
import { deleteIncidents, lockForgottenIncidents } from '../incident/store.ts';
import { deleteFileOf, deleteUnfinishedFile } from '../media/store.ts';
import { deleteOldTexts } from '../search-index/store.ts';
import { deleteSeats } from '../seats/store.ts';
import { deleteSignalsOf } from '../signals/store.ts';
import { deleteTransfersOf } from '../transfers/store.ts';
import { agenciesThatForget } from './store.ts';

const EVENTS_A_BATCH = 500;
const INCIDENTS_A_BATCH = 50;
const DAY_MS = 86_400_000;
/** After this an upload that has not become whole was broken off. */
const UPLOAD_MS = 3_600_000;
const IDEMPOTENCY_KEYS_KEPT_DAYS = 30;

/**
 * The sweeps of one agency: the start of its log up to that instant, so that what is kept of the log has no gap, and the
 * incidents that nothing has happened to since, their media first, a file at a time.
 */
export function agencySweeps(agencyId: string, before: () => number): Sweep[] {
  return [
    {
      kind: 'events',
      agencyId,
      async removeBatch({ query }) {
        const texts = await deleteOldTexts(query, agencyId, before(), EVENTS_A_BATCH);
        return texts + (await deleteOldestEvents(query, agencyId, before(), EVENTS_A_BATCH));
      },
    },
    {
      kind: 'media',
      agencyId,
      async removeBatch({ query }) {
        const withMedia = { limit: 1, withMedia: true };
        return deleteFileOf(query, await lockForgottenIncidents(query, agencyId, before(), withMedia));
      },
    },
    {
      kind: 'incidents',
      agencyId,
      async removeBatch({ query }) {
        const withoutMedia = { limit: INCIDENTS_A_BATCH, withMedia: false };
        const forgotten = await lockForgottenIncidents(query, agencyId, before(), withoutMedia);
        if (forgotten.length > 0) return deleteWhole(query, forgotten);
        return deleteWaitingCadIncidents(query, agencyId, before(), INCIDENTS_A_BATCH);
      },
    },
  ];
}

/** The sweeps of incidents: those of each agency with a retention, idempotency keys after 30 days, broken uploads after an hour, silent seats after a day. */
export async function incidentSweeps({
  database,
  clock,
}: {
  database: Database;
  clock: Clock;
}): Promise<readonly Sweep[]> {
  const agencies = await agenciesThatForget(database.read);
  const ofAgencies = agencies.flatMap(({ id, retentionDays }) =>
    agencySweeps(id, () => clock.now() - retentionDays * DAY_MS),
  );
  const keys = {
    kind: 'idempotency_keys' as const,
    agencyId: '',
    removeBatch: ({ query }: Transaction) =>
      deleteIdempotencyKeys(query, clock.now() - IDEMPOTENCY_KEYS_KEPT_DAYS * DAY_MS, EVENTS_A_BATCH),
  };
  const uploads = {
    kind: 'unfinished_media' as const,
    agencyId: '',
    removeBatch: ({ query }: Transaction) => deleteUnfinishedFile(query, clock.now() - UPLOAD_MS),
  };
  const seats = {
    kind: 'seats' as const,
    agencyId: '',
    removeBatch: ({ query }: Transaction) => deleteSeats(query, clock.now() - DAY_MS, EVENTS_A_BATCH),
  };
  return [...ofAgencies, keys, uploads, seats];
}

/** Removes these incidents with all that belongs to them; their events leave with the log's start. */
export async function deleteWhole(query: Transaction['query'], incidentIds: readonly string[]): Promise<number> {
  await deleteKeysOf(query, incidentIds);
  await deleteCadIncidentsOf(query, incidentIds);
  await deleteSignalsOf(query, incidentIds);
  await deleteTransfersOf(query, incidentIds);
  return deleteIncidents(query, incidentIds);
}
