import type { Kysely } from 'kysely';
import { compileOnce } from '../database/compile-once.ts';
import type { Schema } from '../database/schema.ts';
import { type Language, languageOf } from '../kernel/language.ts';

export interface Agency {
  readonly id: string;
  readonly name: string;
  /** IANA; in it times are shown to the agency's people. */
  readonly timeZone: string;
  /** Since when nobody of it is let in and no alert is taken for it; null where it is in use. */
  readonly disabledAt: number | null;
  /** In which its people are written to, and read the portal, who have chosen none; null where it chose none. */
  readonly language: Language | null;
}

type AgencyRow = Omit<Agency, 'language'> & { readonly language: string | null };
const toAgency = (row: AgencyRow): Agency => ({ ...row, language: languageOf(row.language) });

const AGENCY = ['id', 'name', 'time_zone as timeZone', 'disabled_at as disabledAt', 'language'] as const;

/** One agency, or nothing. */
export async function findAgency(query: Kysely<Schema>, id: string): Promise<Agency | undefined> {
  const row = await query.selectFrom('agencies').select(AGENCY).where('id', '=', id).executeTakeFirst();
  return row && toAgency(row);
}

/** The whole number by which clients know the agency that read ids as integers. */
export async function numberOfAgency(query: Kysely<Schema>, id: string): Promise<number> {
  const { number } = await query.selectFrom('agencies').select('number').where('id', '=', id).executeTakeFirstOrThrow();
  return number;
}

/** Every agency of the installation, by name. */
export async function allAgencies(query: Kysely<Schema>): Promise<Agency[]> {
  return (await query.selectFrom('agencies').select(AGENCY).orderBy('name').execute()).map(toAgency);
}

/** False when the id is taken, and nothing written. */
export async function insertAgency(
  query: Kysely<Schema>,
  agency: Omit<Agency, 'disabledAt' | 'language'> & { createdAt: number },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await query
    .insertInto('agencies')
    .values({ id: agency.id, name: agency.name, time_zone: agency.timeZone, created_at: agency.createdAt })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** For how many days the agency keeps incidents; null is without an end. */
export async function findRetentionDays(query: Kysely<Schema>, id: string): Promise<number | null> {
  const row = await query.selectFrom('agencies').select('retention_days').where('id', '=', id).executeTakeFirst();
  return row?.retention_days ?? null;
}

/** False where there is no such agency. */
export async function updateRetentionDays(query: Kysely<Schema>, id: string, days: number | null): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('agencies')
    .set({ retention_days: days })
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/**
 * Writes what is named, and returns the agency as it is then; nothing where there is no such agency. One that is disabled
 * already keeps its time. Its row stays locked until the transaction ends.
 */
export async function updateAgency(
  query: Kysely<Schema>,
  id: string,
  { timeZone, language, disabledAt }: Partial<Pick<Agency, 'timeZone' | 'language' | 'disabledAt'>>,
): Promise<Agency | undefined> {
  const row = await query
    .updateTable('agencies')
    .set((eb) => ({
      name: eb.ref('name'),
      ...(timeZone !== undefined && { time_zone: timeZone }),
      ...(language !== undefined && { language }),
      ...(disabledAt === null && { disabled_at: null }),
      ...(typeof disabledAt === 'number' && { disabled_at: eb.fn.coalesce('disabled_at', eb.val(disabledAt)) }),
    }))
    .where('id', '=', id)
    .returning(AGENCY)
    .executeTakeFirst();
  return row && toAgency(row);
}

/**
 * Takes new numbers of the agency's log, how many, which: they end at what `last_event_seq` is after it. Locks the agency's row
 * until the transaction ends, so that numbers commit in order.
 */
export const TAKE_EVENT_NUMBERS = 'UPDATE agencies SET last_event_seq = last_event_seq + ? WHERE id = ?';

/** As `TAKE_EVENT_NUMBERS` for several agencies, on PostgreSQL: their ids, how many of each; returns what `last_event_seq` is. */
export const TAKE_EVENT_NUMBERS_OF_ALL = `UPDATE agencies SET last_event_seq = last_event_seq + wanted.numbers
  FROM unnest($1::text[], $2::int[]) AS wanted (agency_id, numbers) WHERE id = wanted.agency_id
  RETURNING id, last_event_seq`;

/**
 * When this agency's next alert is created: now, and later than the one before, so that alerts are listed in the order of
 * their commits, also after a clock was wrong (docs/decisions/0196-an-alert-is-never-created-before-the-last.md). Null where the agency is disabled. Locks the agency's row until the transaction ends.
 */
export async function takeAlertTime(query: Kysely<Schema>, agencyId: string, now: number): Promise<number | null> {
  const { last_alert_at, disabled_at } = await query
    .updateTable('agencies')
    .set((eb) => ({
      last_alert_at: eb
        .case()
        .when('last_alert_at', '<', now)
        .then(eb.val(now))
        .else(eb('last_alert_at', '+', 1))
        .end(),
    }))
    .where('id', '=', agencyId)
    .returning(['last_alert_at', 'disabled_at'])
    .executeTakeFirstOrThrow();
  return disabled_at === null ? last_alert_at : null;
}

/** When the newest alert of any agency was created, by the clock it was created under; nothing where there is none. */
export async function newestAlertTime(query: Kysely<Schema>): Promise<number | null> {
  const { at } = await query
    .selectFrom('agencies')
    .select(({ fn }) => fn.max('last_alert_at').as('at'))
    .executeTakeFirstOrThrow();
  return at === null || Number(at) === 0 ? null : Number(at);
}

/** What an agency decided about its alerts; null follows the installation. */
export interface AlertSettings {
  readonly acceptWithinSeconds: number | null;
  /** True keeps alerts of a test type out of the lists people work from. */
  readonly hidesTests: boolean;
  /** Cards that stay closed until somebody opens them, by their ids; beside those about somebody's health. */
  readonly sensitiveCards: readonly string[];
}

const alertSettingsOf = compileOnce((query, agencyId: string) =>
  query.selectFrom('agencies').select(['name', 'alert_settings']).where('id', '=', agencyId),
);

/** The agency's name and what it decided about its alerts; nothing where there is no such agency. */
export async function findAlertSettings(
  query: Kysely<Schema>,
  agencyId: string,
): Promise<(AlertSettings & { agencyName: string }) | undefined> {
  const [row] = await alertSettingsOf(query, agencyId);
  if (row === undefined) return undefined;
  const stored = JSON.parse(row.alert_settings) as Partial<AlertSettings>;
  return { acceptWithinSeconds: null, hidesTests: false, sensitiveCards: [], ...stored, agencyName: row.name };
}

/** Stores what the agency decided; false where there is no such agency. */
export async function saveAlertSettings(
  query: Kysely<Schema>,
  agencyId: string,
  { acceptWithinSeconds, hidesTests, sensitiveCards }: AlertSettings,
): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('agencies')
    .set({ alert_settings: JSON.stringify({ acceptWithinSeconds, hidesTests, sensitiveCards }) })
    .where('id', '=', agencyId)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Where the agency's people open a position; null for nowhere. */
export async function findPositionLink(query: Kysely<Schema>, id: string): Promise<string | null> {
  const row = await query.selectFrom('agencies').select('position_link').where('id', '=', id).executeTakeFirst();
  return row?.position_link ?? null;
}

export async function updatePositionLink(query: Kysely<Schema>, id: string, link: string | null): Promise<void> {
  await query.updateTable('agencies').set({ position_link: link }).where('id', '=', id).execute();
}
