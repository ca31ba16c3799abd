import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Engine } from './database.ts';

/** Values as one parameter, so that a statement is the same however many there are. */
export const listParameter = (engine: Engine, values: readonly (string | number)[]) =>
  engine === 'sqlite' ? JSON.stringify(values) : values;

/** Where the column has one of the values, of which `list` is the parameter. */
export function isAmong(
  engine: Engine,
  column: string,
  list: ReturnType<typeof listParameter>,
  type: 'text' | 'bigint',
): RawBuilder<SqlBool> {
  return engine === 'sqlite'
    ? sql<SqlBool>`${sql.raw(column)} IN (SELECT value FROM json_each(${list}))`
    : sql<SqlBool>`${sql.raw(column)} = ANY(${list}::${sql.raw(`${type}[]`)})`;
}
