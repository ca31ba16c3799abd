import { recordsInOrder } from '../../gateway/src/audit/search/records-in-order.ts';
import type { AuditRecord } from '../../gateway/src/audit/types.ts';
import type { Database } from '../../gateway/src/database/database.ts';

/** Every record of the audit with what it states, in whichever form it is stored. */
export async function auditRecords(database: Database): Promise<AuditRecord[]> {
  const records: AuditRecord[] = [];
  const every = { since: 0, until: Number.MAX_SAFE_INTEGER, agencyId: null };
  for await (const record of recordsInOrder(database, every)) records.push(record);
  return records;
}
