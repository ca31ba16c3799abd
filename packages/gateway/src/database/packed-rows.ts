import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/**
 * Stands among the migrations of a database whose rows are written packed. It is marked as compatible with no other version, so a
 * server that does not know it refuses to start there.
 */
export const PACKED_ROWS = '0199-packed-rows';

/** Whether the database is such a one. */
export async function isPacking(query: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql`SELECT name FROM kysely_migration WHERE name = ${PACKED_ROWS}`.execute(query);
  return rows.length > 0;
}

/**
 * Makes the database such a one; false where it is one already, also by another process at the same time. A server that runs writes
 * as it has begun until it is started again.
 */
export async function markPacking(query: Kysely<Schema>, at: number): Promise<boolean> {
  const { rows } = await sql`INSERT INTO kysely_migration (name, timestamp)
    VALUES (${PACKED_ROWS}, ${new Date(at).toISOString()}) ON CONFLICT (name) DO NOTHING RETURNING name`.execute(query);
  if (rows.length === 0) return false;
  await query.insertInto('migration_marks').values({ name: PACKED_ROWS, is_compatible: 0 }).execute();
  return true;
}
