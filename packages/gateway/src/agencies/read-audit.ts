import { type RecordsPage, readRecords } from '../audit/read-records.ts';
import type { Database } from '../database/database.ts';

/** What was done and refused at the agency, the newest first, a page at a time. */
export function readAudit(
  ports: { database: Database },
  request: { agencyId: string; before: string | undefined },
): Promise<RecordsPage> {
  return readRecords(ports, request);
}
