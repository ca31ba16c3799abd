import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';

/** A backup that was made and verified, as the program that made it stated. */
export interface BackupRow {
  readonly id: string;
  /** In milliseconds. */
  readonly madeAt: number;
  readonly version: string;
  readonly sizeBytes: number;
  readonly auditFaults: number;
  readonly isEncrypted: boolean;
}

/** Keeps the newest hundred. */
const KEPT = 100;

export async function insertBackup(query: Kysely<Schema>, backup: BackupRow): Promise<void> {
  await query
    .insertInto('backups')
    .values({
      id: backup.id,
      made_at: backup.madeAt,
      version: backup.version,
      size_bytes: backup.sizeBytes,
      audit_faults: backup.auditFaults,
      is_encrypted: backup.isEncrypted ? 1 : 0,
    })
    .execute();
  await query
    .deleteFrom('backups')
    .where('made_at', '<', (eb) =>
      eb
        .selectFrom('backups as newer')
        .select('newer.made_at')
        .orderBy('newer.made_at', 'desc')
        .offset(KEPT - 1)
        .limit(1),
    )
    .execute();
}

/** Undefined where none was made, or none by a version that notes them. */
export async function newestBackup(query: Kysely<Schema>): Promise<BackupRow | undefined> {
  const row = await query.selectFrom('backups').selectAll().orderBy('made_at', 'desc').limit(1).executeTakeFirst();
  return (
    row && {
      id: row.id,
      madeAt: row.made_at,
      version: row.version,
      sizeBytes: row.size_bytes,
      auditFaults: row.audit_faults,
      isEncrypted: row.is_encrypted === 1,
    }
  );
}
