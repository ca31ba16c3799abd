import { type Expression, type Kysely, type SqlBool, sql } from 'kysely';
import type { Schema } from '../schema.ts';

/** A process that holds leases. `place` and `pid` name it on its machine; `beat` is a number it raises while it lives. */
export interface ProcessRow {
  readonly id: string;
  readonly place: string;
  readonly pid: number;
  readonly beat: number;
}

export async function insertProcess(query: Kysely<Schema>, row: ProcessRow): Promise<void> {
  await query.insertInto('processes').values(row).execute();
}

/** False where the process was taken for dead and its row is gone. */
export async function raiseBeat(query: Kysely<Schema>, id: string): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('processes')
    .set((eb) => ({ beat: eb('beat', '+', 1) }))
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function allProcesses(query: Kysely<Schema>): Promise<ProcessRow[]> {
  return query.selectFrom('processes').selectAll().execute();
}

/** Ends every lease of a process, unless it has raised its number since that was read. */
export async function removeProcess(
  query: Kysely<Schema>,
  { id, beat }: Pick<ProcessRow, 'id' | 'beat'>,
): Promise<boolean> {
  const { numDeletedRows } = await query
    .deleteFrom('processes')
    .where('id', '=', id)
    .where('beat', '=', beat)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

export async function removeOwn(query: Kysely<Schema>, ids: readonly string[]): Promise<void> {
  if (ids.length > 0)
    await query
      .deleteFrom('processes')
      .where('id', 'in', [...ids])
      .execute();
}

/** True of a lease that nobody has, that this process has, or whose process is dead. `column` names its owner. */
export function isFreeFor(owner: string, column: string): Expression<SqlBool> {
  const held = sql.ref(column);
  return sql<SqlBool>`(${held} IS NULL OR ${held} = ${owner} OR NOT EXISTS (SELECT 1 FROM processes p WHERE p.id = ${held}))`;
}

/** Ends every lease of every process. */
export async function removeAllProcesses(query: Kysely<Schema>): Promise<void> {
  await query.deleteFrom('processes').execute();
}
