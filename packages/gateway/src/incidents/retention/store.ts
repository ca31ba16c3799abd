import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';

/** Every agency that has stated for how many days it keeps its incidents. */
export async function agenciesThatForget(query: Kysely<Schema>): Promise<{ id: string; retentionDays: number }[]> {
  const rows = await query
    .selectFrom('agencies')
    .select(['id', 'retention_days'])
    .where('retention_days', 'is not', null)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ id: row.id, retentionDays: row.retention_days ?? 0 }));
}
