import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { deleteCadIncidentsOf, deleteWaitingCadIncidents } from '../cad-links/store.ts';
import { deleteOldestEvents } from '../events/store.ts';
import { deleteIdempotencyKeys, deleteKeysOf } from '../idempotency/store.ts';
import { deleteIncidents, lockForgottenIncidents } from '../incident/store.ts';
import { deleteFileOf, deleteUnfinishedFile } from '../media/store.ts';
import { deleteSignalsOf } from '../signals/store.ts';
import { agenciesThatForget } from './store.ts';

const EVENTS_A_BATCH = 500;
const INCIDENTS_A_BATCH = 50;
const DAY_MS = 86_400_000;
/** After this an upload that has not become whole was broken off. */
const UPLOAD_MS = 3_600_000;
const IDEMPOTENCY_KEYS_KEPT_DAYS = 30;

/**
 * The sweeps of incidents: for each agency with a retention, the start of its log up to that age, so that what is kept of
 * the log has no gap, and the incidents that nothing has happened to for as long, their media first, a file at a time; and
 * idempotency keys after 30 days, and uploads that were broken off after an hour.
 */
export async function incidentSweeps({ database, clock }: { database: Database; clock: Clock }) {
  const agencies = await agenciesThatForget(database.read);
  const ofAgencies = agencies.flatMap(({ id, retentionDays }) => {
    const before = () => clock.now() - retentionDays * DAY_MS;
    return [
      {
        kind: 'events' as const,
        agencyId: id,
        removeBatch: ({ query }: Transaction) => deleteOldestEvents(query, id, before(), EVENTS_A_BATCH),
      },
      {
        kind: 'media' as const,
        agencyId: id,
        async removeBatch({ query }: Transaction) {
          return deleteFileOf(query, await lockForgottenIncidents(query, id, before(), { limit: 1, withMedia: true }));
        },
      },
      {
        kind: 'incidents' as const,
        agencyId: id,
        async removeBatch({ query }: Transaction) {
          const forgotten = await lockForgottenIncidents(query, id, before(), {
            limit: INCIDENTS_A_BATCH,
            withMedia: false,
          });
          if (forgotten.length > 0) return deleteWhole(query, forgotten);
          return deleteWaitingCadIncidents(query, id, before(), INCIDENTS_A_BATCH);
        },
      },
    ];
  });
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
  return [...ofAgencies, keys, uploads];
}

/** Removes these incidents with all that belongs to them; their events leave with the log's start. */
async function deleteWhole(query: Transaction['query'], incidentIds: readonly string[]): Promise<number> {
  await deleteKeysOf(query, incidentIds);
  await deleteCadIncidentsOf(query, incidentIds);
  await deleteSignalsOf(query, incidentIds);
  return deleteIncidents(query, incidentIds);
}
