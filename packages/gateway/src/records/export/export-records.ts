import { readAgency } from '../../agencies/find-agencies.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type ExportWork, type Manifest, writeExport } from './write-export.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
}

/**
 * Writes an export as `writeExport` does, recorded before it begins and again, with its counts, once it is whole. The
 * state it is of is opened after the first record and is ended with it. Refuses with `not_found` an agency that is not there.
 */
export async function exportRecords(
  ports: Ports,
  {
    actor,
    openSnapshot,
    ...work
  }: Omit<ExportWork, 'read' | 'now'> & {
    readonly actor: Actor;
    readonly openSnapshot: () => Promise<{ read: Database['read']; end(): Promise<void> }>;
  },
): Promise<Manifest> {
  const { audit, clock, database } = ports;
  const { agencyId, phoneNumber } = work.scope;
  if (agencyId !== null) await readAgency(ports, agencyId);
  const entry = { actor, agencyId, outcome: 'success' as const, subject: phoneNumber ?? agencyId };
  await database.write((tx) => audit.append(tx, { ...entry, action: 'records.export_started' }));
  const snapshot = await openSnapshot();
  const manifest = await writeExport({ ...work, read: snapshot.read, now: clock.now() }).finally(() => snapshot.end());
  const detail = { counts: manifest.counts, files: manifest.files.length };
  await database.write((tx) => audit.append(tx, { ...entry, action: 'records.exported', detail }));
  return manifest;
}
