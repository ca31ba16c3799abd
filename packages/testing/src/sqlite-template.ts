import { openSqliteDatabase } from '../../gateway/src/database/engines/sqlite/engine.ts';

/** Set by `tools/test.ts` to a file that has the schema and no row: a copy costs a tenth of the migrations. */
export const SQLITE_TEMPLATE_VARIABLE = 'SALLYPORT_TEST_SQLITE_TEMPLATE';

/** Makes such a file, which nobody has open. */
export async function makeSqliteTemplate(path: string): Promise<string> {
  await (await openSqliteDatabase(path)).close();
  return path;
}
