import type { Database } from '../../database/database.ts';
import type { AuditRecord } from '../types.ts';
import type { Cursor } from './cursor.ts';
import type { AuditFilter } from './filter.ts';
import { findRecords } from './store.ts';

const PAGE = 500;
const OLDEST: Cursor = { direction: 'newer', at: 0, chain: '', number: 0 };

/** Every record of the filter, oldest first, a page at a time as they are taken: memory stays at one page. */
export async function* pagesInOrder(database: Database, filter: AuditFilter): AsyncGenerator<readonly AuditRecord[]> {
  let after = OLDEST;
  for (;;) {
    const page = await findRecords(database.read, filter, after, PAGE);
    yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = { ...last, direction: 'newer' };
  }
}

/** Every record of [since, until), oldest first; `agencyId` null means all agencies. Memory stays at one page. */
export async function* recordsInOrder(
  database: Database,
  span: { since: number; until: number; agencyId: string | null },
): AsyncGenerator<AuditRecord> {
  for await (const page of pagesInOrder(database, { ...span, involved: [], action: null, outcome: null })) yield* page;
}
