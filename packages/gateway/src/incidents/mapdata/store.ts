import type { Kysely, Selectable } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { LocationPage, MapLocation, MapResource } from './types.ts';

function toLocation(row: Selectable<Schema['map_locations']>): MapLocation {
  return {
    number: row.number,
    name: row.name,
    description: row.description,
    iconId: row.icon_id,
    iconColor: row.icon_color,
    locationType: row.location_type,
    latitude: row.latitude,
    longitude: row.longitude,
    further: JSON.parse(row.further),
  };
}

/** Stores a place; the answer is its number. */
export async function insertLocation(
  query: Kysely<Schema>,
  agencyId: string,
  location: Omit<MapLocation, 'number'>,
  now: number,
): Promise<number> {
  const { number } = await query
    .insertInto('map_locations')
    .values({
      agency_id: agencyId,
      name: location.name,
      description: location.description,
      icon_id: location.iconId,
      icon_color: location.iconColor,
      location_type: location.locationType,
      latitude: location.latitude,
      longitude: location.longitude,
      further: JSON.stringify(location.further),
      created_at: now,
    })
    .returning('number')
    .executeTakeFirstOrThrow();
  return number;
}

/** The agency's place of this number, or nothing: another agency's is nothing too. */
export async function findLocation(
  query: Kysely<Schema>,
  agencyId: string,
  number: number,
): Promise<MapLocation | undefined> {
  const row = await query
    .selectFrom('map_locations')
    .selectAll()
    .where('number', '=', number)
    .where('agency_id', '=', agencyId)
    .executeTakeFirst();
  return row && toLocation(row);
}

/** The numbers of a page of the agency's places, newest first. */
export async function locationNumbers(query: Kysely<Schema>, agencyId: string, page: LocationPage): Promise<number[]> {
  let locations = query
    .selectFrom('map_locations')
    .select('number')
    .where('agency_id', '=', agencyId)
    .orderBy('number', 'desc')
    .limit(page.perPage)
    .offset((page.page - 1) * page.perPage);
  if (page.window !== null) {
    const { south, west, north, east } = page.window;
    locations = locations
      .where('latitude', '>=', south)
      .where('latitude', '<=', north)
      .where('longitude', '>=', west)
      .where('longitude', '<=', east);
  }
  return (await locations.execute()).map(({ number }) => number);
}

/** Stores what is known of a file about a place; the answer is its number. */
export async function insertResource(
  query: Kysely<Schema>,
  agencyId: string,
  resource: Omit<MapResource, 'number'>,
  now: number,
): Promise<number> {
  const { number } = await query
    .insertInto('map_resources')
    .values({
      agency_id: agencyId,
      location_number: resource.locationNumber,
      title: resource.title,
      filename: resource.filename,
      extension: resource.extension,
      size_bytes: resource.sizeBytes,
      details: resource.details,
      further: JSON.stringify(resource.further),
      created_at: now,
    })
    .returning('number')
    .executeTakeFirstOrThrow();
  return number;
}

/** The agency's resource of this number, or nothing: another agency's is nothing too. */
export async function findResource(
  query: Kysely<Schema>,
  agencyId: string,
  number: number,
): Promise<MapResource | undefined> {
  const row = await query
    .selectFrom('map_resources')
    .selectAll()
    .where('number', '=', number)
    .where('agency_id', '=', agencyId)
    .executeTakeFirst();
  return (
    row && {
      number: row.number,
      locationNumber: row.location_number,
      title: row.title,
      filename: row.filename,
      extension: row.extension,
      sizeBytes: row.size_bytes,
      details: row.details,
      further: JSON.parse(row.further),
    }
  );
}

/** The numbers of the resources about a place, newest first. */
export async function resourceNumbers(query: Kysely<Schema>, locationNumber: number, limit: number): Promise<number[]> {
  const rows = await query
    .selectFrom('map_resources')
    .select('number')
    .where('location_number', '=', locationNumber)
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ number }) => number);
}
