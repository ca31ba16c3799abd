import type { Database } from '../database/database.ts';
import { recordsBetween } from './store.ts';
import type { AuditRecord } from './types.ts';

const PAGE = 1_000;

/** Every record of [since, until), oldest first; `agencyId` null means all agencies. Memory stays at one page. */
export async function* exportRecords(
  database: Database,
  span: { since: number; until: number; agencyId: string | null },
): AsyncGenerator<AuditRecord> {
  let after = { at: -1, chain: '', number: 0 };
  for (;;) {
    const page = await recordsBetween(database.read, span, after, PAGE);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last;
  }
}
