import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';

/** Which of these agencies are disabled. */
export async function disabledAmong(query: Kysely<Schema>, ids: readonly string[]): Promise<Set<string>> {
  const rows = await query
    .selectFrom('agencies')
    .select('id')
    .where('id', 'in', [...ids])
    .where('disabled_at', 'is not', null)
    .execute();
  return new Set(rows.map(({ id }) => id));
}
