import type { Database } from '../database/database.ts';
import { refuse } from '../kernel/errors.ts';
import { recordsBefore } from './store.ts';
import type { AuditRecord } from './types.ts';

/** How many records of all agencies one page looks at: its cost does not grow with what others do. */
const LOOKED_AT = 2_000;
const PAGE = 100;
const CURSOR = /^(\d{1,16})\.([A-Za-z0-9_-]{1,64})\.(\d{1,16})$/;

/** Some of an agency's records, the newest first, and from where to go on; null at the end. */
export interface RecordsPage {
  readonly records: readonly AuditRecord[];
  readonly next: string | null;
  /** Every record of the agency since then, up to where the page began, is on it, in milliseconds; null where there is none. */
  readonly since: number | null;
}

/**
 * The agency's records before `next` of another page, or its newest. A page may be empty where others did much meanwhile, and
 * still have one after it. Refuses another cursor with `invalid_request`.
 */
export async function readRecords(
  { database }: { database: Database },
  { agencyId, before }: { agencyId: string; before: string | undefined },
): Promise<RecordsPage> {
  const [, at = '', chain = '', number = ''] = before === undefined ? [] : (CURSOR.exec(before) ?? []);
  if (before !== undefined && at === '') {
    throw refuse.invalidRequest({ description: '`before` must be `next` of the page before' });
  }
  const place = before === undefined ? null : { at: Number(at), chain, number: Number(number) };
  const looked = await recordsBefore(database.read, place, LOOKED_AT);
  const own = looked.filter((record) => record.agency_id === agencyId);
  const records = own.slice(0, PAGE);
  const last = own.length > PAGE ? records.at(-1) : looked.at(-1);
  const isEnd = own.length <= PAGE && looked.length < LOOKED_AT;
  return {
    records,
    next: isEnd || last === undefined ? null : `${last.at}.${last.chain}.${last.number}`,
    since: last?.at ?? null,
  };
}
