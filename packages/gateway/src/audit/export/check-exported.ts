import type { Database } from '../../database/database.ts';
import { isAsWritten, keyIdOf } from '../chain.ts';
import type { AuditKeys } from '../keys.ts';
import { findRecord } from '../store.ts';
import type { ExportedFile } from './read-exported.ts';
import { findExport } from './store.ts';

/** What a comparison of an export with the audit found. */
export interface CheckedExport {
  readonly records: number;
  readonly faults: readonly string[];
  /** When exactly these bytes were exported, in milliseconds; null where no record of the audit states that. */
  readonly exportedAt: number | null;
}

/**
 * Checks each record of an export: what it states against its hash, which is keyed, and its hash against the audit's where the
 * record is still there. Whether the newest of each chain is still there is for `verifyChains`, with the export's heads as anchors.
 */
export async function checkExported(
  { read }: Pick<Database, 'read'>,
  keys: Pick<AuditKeys, 'all'>,
  { records, strange, sha256 }: ExportedFile,
): Promise<CheckedExport> {
  const faults = strange.map((line) => `line ${line} of the export is no record`);
  for (const record of records) {
    const keyId = keyIdOf(record.hash);
    const key = keyId === null ? undefined : keys.all.get(keyId);
    const isUnproved = keyId !== null && key === undefined;
    const stored = await findRecord(read, record.chain, record.number);
    const isOther = stored !== undefined && stored.hash !== record.hash;
    if (isOther || !(isUnproved || isAsWritten(record, key))) {
      faults.push(`chain ${record.chain}, record ${record.number}: was changed after it was exported`);
    }
  }
  const { at = null } = (await findExport(read, sha256)) ?? {};
  return { records: records.length, faults, exportedAt: at };
}
