import { sql } from 'kysely';
import type { Database, Transaction } from './database.ts';

/** What the database states of itself. */
export interface InstallationRow {
  readonly id: string;
  readonly isSandbox: boolean;
}

/** The same, with what became of it since. */
export interface KnownInstallation extends InstallationRow {
  /** '' until it is restored from a backup, then another one each time. */
  readonly epoch: string;
  /** When that was; null where it never was. */
  readonly restoredAt: number | null;
}

/** The installation's row; nothing in a database that no server was started on. */
export async function findInstallation({ read }: Pick<Database, 'read'>): Promise<KnownInstallation | undefined> {
  const row = await read.selectFrom('installation').selectAll().executeTakeFirst();
  return row && { id: row.id, isSandbox: row.is_sandbox === 1, epoch: row.epoch, restoredAt: row.restored_at };
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

/** Part of the caller's transaction: from its commit on, this is another life of the installation than that of its cursors. */
export async function setEpoch({ query }: Transaction, { epoch, at }: { epoch: string; at: number }): Promise<void> {
  await query.updateTable('installation').set({ epoch, restored_at: at }).execute();
}

/** Stands in a database that is a backup, until `sallyport restore` has made it the installation's own again. */
const MARK = 'sallyport_backup';

/** Whether the database was put in place from a backup, and nobody was told yet. */
export async function isMarkedAsBackup({ engine, read }: Pick<Database, 'engine' | 'read'>): Promise<boolean> {
  const found =
    engine === 'sqlite'
      ? sql<{ name: string }>`SELECT name FROM sqlite_schema WHERE name = ${MARK}`
      : sql<{ name: string }>`SELECT ${MARK}::text AS name WHERE to_regclass(${MARK}) IS NOT NULL`;
  return (await found.execute(read)).rows.length > 0;
}

/** Part of the caller's transaction: the database is the installation's own. */
export async function removeMark({ query }: Transaction): Promise<void> {
  await sql`DROP TABLE IF EXISTS ${sql.table(MARK)}`.execute(query);
}
