import type { Database } from './database.ts';

/** What the database states of itself. */
export interface InstallationRow {
  readonly id: string;
  readonly isSandbox: boolean;
}

/** The installation's row; nothing in a database that no server was started on. */
export async function findInstallation({ read }: Pick<Database, 'read'>): Promise<InstallationRow | undefined> {
  const row = await read.selectFrom('installation').select(['id', 'is_sandbox']).executeTakeFirst();
  return row && { id: row.id, isSandbox: row.is_sandbox === 1 };
}

/** Adds the row where there is none; of processes that start together one adds it, and all get the same. */
export async function beginInstallation(database: Database, row: InstallationRow): Promise<InstallationRow> {
  await database.write(({ query }) =>
    query
      .insertInto('installation')
      .values({ only_row: 1, id: row.id, is_sandbox: row.isSandbox ? 1 : 0 })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
  return (await findInstallation(database)) ?? row;
}
