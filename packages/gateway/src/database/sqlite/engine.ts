import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database } from '../database.ts';
import { LocalDoorbell } from '../doorbell.ts';
import { migrate } from '../migrate.ts';
import { kyselyOn, openSqlite } from './connection.ts';
import { GroupCommit } from './group-commit.ts';

/** The embedded database: one file, migrated when opened. Another process may open the same file. */
export async function openSqliteDatabase(path: string): Promise<Database> {
  mkdirSync(dirname(path), { recursive: true });
  const writer = openSqlite(path, { readOnly: false });
  const writerQuery = kyselyOn(writer);
  await migrate(writerQuery, 'sqlite');
  const reader = openSqlite(path, { readOnly: true });
  const read = kyselyOn(reader);
  const commits = new GroupCommit(writer, writerQuery);
  const doorbell = new LocalDoorbell();
  return {
    engine: 'sqlite',
    read,
    doorbell,
    write: (unit) => commits.submit(unit),
    async isReachable() {
      reader.exec('SELECT 1');
    },
    async close() {
      await commits.idle();
      reader.close();
      writer.close();
    },
  };
}
