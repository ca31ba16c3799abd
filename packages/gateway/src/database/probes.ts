import type { Kysely } from 'kysely';
import type { Transaction } from './database.ts';
import type { Schema } from './schema.ts';

const FILLER_CHARACTERS = 65_536;

/**
 * A unit of work that writes as much as an incident with its events, and removes it: where it succeeds, so do those.
 * Every process has a row of its own while it lasts, so that probes do not wait for each other.
 */
export async function probeWrites({ query }: Transaction): Promise<void> {
  const { id } = await query
    .insertInto('write_probes')
    .values({ filler: '0'.repeat(FILLER_CHARACTERS) })
    .returning('id')
    .executeTakeFirstOrThrow();
  await query.deleteFrom('write_probes').where('id', '=', id).execute();
}

/** A read that succeeds where the database can be read. */
export async function probeReads(query: Kysely<Schema>): Promise<void> {
  await query.selectFrom('agencies').select('id').limit(1).execute();
}
