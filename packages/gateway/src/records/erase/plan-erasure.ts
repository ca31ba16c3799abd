import { readAgency } from '../../agencies/find-agencies.ts';
import type { Database } from '../../database/database.ts';
import { countRecords, type RecordKind } from '../export/store.ts';
import { countOpenIncidents } from './store.ts';

/** What an erasure removes, by the names of an export. */
export const ERASED_KINDS = [
  'incidents',
  'events',
  'signals',
  'cad_incidents',
  'media_files',
  'deeplinks',
  'webhook_deliveries',
] as const satisfies readonly RecordKind[];

export type ErasedCounts = Readonly<Record<(typeof ERASED_KINDS)[number], number>>;

/** What an erasure of the agency would remove, and how many of its incidents are open. Refuses with `not_found`. */
export async function planErasure(
  { database }: { database: Database },
  agencyId: string,
): Promise<{ counts: ErasedCounts; openIncidents: number }> {
  await readAgency({ database }, agencyId);
  const scope = { agencyId, phoneNumber: null, from: 0, until: Number.MAX_SAFE_INTEGER };
  const counted = ERASED_KINDS.map(async (kind) => [kind, await countRecords(database.read, kind, scope)] as const);
  const counts = Object.fromEntries(await Promise.all(counted)) as ErasedCounts;
  return { counts, openIncidents: await countOpenIncidents(database.read, agencyId) };
}
