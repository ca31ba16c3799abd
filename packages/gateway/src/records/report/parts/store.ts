import { type Expression, type RawBuilder, sql } from 'kysely';
import type { Engine } from '../../../database/database.ts';

/** A member of a column that is JSON text, as text. */
export function member(
  engine: Engine,
  column: Expression<unknown>,
  ...path: readonly string[]
): RawBuilder<string | null> {
  return engine === 'sqlite'
    ? sql`json_extract(${column}, ${sql.lit(`$.${path.join('.')}`)})`
    : sql`(${column})::jsonb #>> ${sql.lit(`{${path.join(',')}}`)}`;
}

/** A whole number that PostgreSQL gives as text, because it counts in 64 bits. */
export const whole = (value: number | string | bigint | null): number => Number(value ?? 0);
