import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';

export interface Agency {
  readonly id: string;
  readonly name: string;
  /** IANA; in it times are shown to the agency's people. */
  readonly timeZone: string;
}

const AGENCY = ['id', 'name', 'time_zone as timeZone'] as const;

/** One agency, or nothing. */
export function findAgency(query: Kysely<Schema>, id: string): Promise<Agency | undefined> {
  return query.selectFrom('agencies').select(AGENCY).where('id', '=', id).executeTakeFirst();
}

/** The whole number by which clients know the agency that read ids as integers. */
export async function numberOfAgency(query: Kysely<Schema>, id: string): Promise<number> {
  const { number } = await query.selectFrom('agencies').select('number').where('id', '=', id).executeTakeFirstOrThrow();
  return number;
}

/** Every agency of the installation, by name. */
export function allAgencies(query: Kysely<Schema>): Promise<Agency[]> {
  return query.selectFrom('agencies').select(AGENCY).orderBy('name').execute();
}

/** False when the id is taken, and nothing written. */
export async function insertAgency(query: Kysely<Schema>, agency: Agency & { createdAt: number }): Promise<boolean> {
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

/** False where there is no such agency. */
export async function updateTimeZone(query: Kysely<Schema>, id: string, timeZone: string): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('agencies')
    .set({ time_zone: timeZone })
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
