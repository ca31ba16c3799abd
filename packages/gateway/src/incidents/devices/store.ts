import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';

/** A responding unit of an agency, by the name it answers under. */
export interface Device {
  readonly number: number;
  readonly name: string;
}

/** Adds the units that are not known yet. */
export async function insertDevices(
  query: Kysely<Schema>,
  agencyId: string,
  names: readonly string[],
  now: number,
): Promise<void> {
  await query
    .insertInto('devices')
    .values(names.map((name) => ({ agency_id: agencyId, name, created_at: now })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The agency's units, newest first. */
export function devicesOfAgency(query: Kysely<Schema>, agencyId: string, limit: number): Promise<Device[]> {
  return query
    .selectFrom('devices')
    .select(['number', 'name'])
    .where('agency_id', '=', agencyId)
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
}

/** The agency's units of these names. */
export async function devicesByName(
  query: Kysely<Schema>,
  agencyId: string,
  names: readonly string[],
): Promise<Device[]> {
  if (names.length === 0) return [];
  return query
    .selectFrom('devices')
    .select(['number', 'name'])
    .where('agency_id', '=', agencyId)
    .where('name', 'in', [...names])
    .execute();
}

/** The agency's unit of this number, or nothing: another agency's is nothing too. */
export function findDevice(query: Kysely<Schema>, agencyId: string, number: number): Promise<Device | undefined> {
  return query
    .selectFrom('devices')
    .select(['number', 'name'])
    .where('number', '=', number)
    .where('agency_id', '=', agencyId)
    .executeTakeFirst();
}
