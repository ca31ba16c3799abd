import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';

/** How large the database was on a day of UTC, as `2026-11-21`. */
export interface StorageDay {
  readonly day: string;
  readonly sizeBytes: number;
}

/** Keeps what another server noted of the day before. */
export async function insertStorageDay(query: Kysely<Schema>, { day, sizeBytes }: StorageDay): Promise<void> {
  await query
    .insertInto('storage_days')
    .values({ day, size_bytes: sizeBytes })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function removeStorageDays(query: Kysely<Schema>, before: string): Promise<void> {
  await query.deleteFrom('storage_days').where('day', '<', before).execute();
}

/** From that day on, the oldest first. */
export async function storageDays(query: Kysely<Schema>, since: string): Promise<StorageDay[]> {
  const rows = await query.selectFrom('storage_days').selectAll().where('day', '>=', since).orderBy('day').execute();
  return rows.map((row) => ({ day: row.day, sizeBytes: row.size_bytes }));
}
