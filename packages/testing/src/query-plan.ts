import { CompiledQuery, type Kysely } from 'kysely';
import type { Engine } from '../../gateway/src/database/database.ts';
import type { Schema } from '../../gateway/src/database/schema.ts';

/** What PostgreSQL prefers in a table as small as a test's, and would not in a large one. */
const ONLY_SMALL = ['seqscan', 'bitmapscan', 'sort'];

/** A table of several has an index of its own for each of the whole's; here it is called as the whole's. */
const PARTS_OF_INDEXES = `SELECT part.relname AS part, whole.relname AS whole FROM pg_inherits
  JOIN pg_class part ON part.oid = inhrelid AND part.relkind = 'i' JOIN pg_class whole ON whole.oid = inhparent`;

/**
 * How the engine runs the query, as its text, and as it would on a large table: inside a transaction, in which it changes
 * settings. No sort and no whole table is in it unless there is no other way.
 */
export async function planOf(
  query: Kysely<Schema>,
  engine: Engine,
  { sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>,
): Promise<string> {
  const run = async (text: string, given: readonly unknown[] = []) =>
    (await query.executeQuery<Record<string, string>>(CompiledQuery.raw(text, [...given]))).rows;
  if (engine === 'sqlite') return JSON.stringify(await run(`EXPLAIN QUERY PLAN ${sql}`, parameters));
  for (const way of ONLY_SMALL) await run(`SET LOCAL enable_${way} = off`);
  const wholes = new Map((await run(PARTS_OF_INDEXES)).map(({ part, whole }) => [part, whole]));
  const plan = JSON.stringify(await run(`EXPLAIN ${sql}`, parameters));
  return plan.replace(/\busing (\w+)/g, (found, index) => (wholes.has(index) ? `using ${wholes.get(index)}` : found));
}
