import { CompiledQuery } from 'kysely';
import type { Database } from '../../gateway/src/database/database.ts';

/** Tables, columns, indexes and constraints, as the engine has them. */
export async function catalogue({ engine, read }: Database): Promise<unknown[]> {
  const sql =
    engine === 'sqlite'
      ? "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
      : `SELECT 'column' AS kind, table_name || '.' || column_name AS name, data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') || ' ' || coalesce(collation_name, '') AS what
           FROM information_schema.columns WHERE table_schema = 'public'
         UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
         UNION ALL SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint
           WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2, 3`;
  return (await read.executeQuery(CompiledQuery.raw(sql))).rows;
}
