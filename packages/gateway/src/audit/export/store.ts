import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../database/schema.ts';

/** When bytes with that SHA-256 were exported, the newest time; nothing where no record of the audit states that. */
export function findExport(query: Kysely<Schema>, sha256: string): Promise<{ at: number } | undefined> {
  return (
    query
      .selectFrom('audit_records')
      .select('at')
      .where('action', '=', 'audit.exported')
      // As it is in the partial index, which is used by no query without it.
      .where(sql<boolean>`action <> 'token.issued'`)
      .where('detail', 'like', `%"sha256":"${sha256}"%`)
      .orderBy('at', 'desc')
      .limit(1)
      .executeTakeFirst()
  );
}
