import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Kysely } from 'kysely';
import { type Log, silentLog } from '../../../kernel/log.ts';
import type { Database } from '../../database.ts';
import { EngineFault, toRefusal } from '../../faults.ts';
import { Health } from '../../health.ts';
import { migrate, type OnMigration } from '../../migrate.ts';
import { LocalNotifier } from '../../notifier.ts';
import { probeReads, probeWrites } from '../../probes.ts';
import type { Schema } from '../../schema.ts';
import { DEFAULT_TIMEOUTS } from '../../timeouts.ts';
import { kyselyOn, neverBlock, openSqlite } from './connection.ts';
import { filesInPlace } from './files-in-place.ts';
import { giveSpaceBack, giveSpaceBackInSteps, truncateLog } from './free-space.ts';
import { GroupCommit } from './group-commit.ts';
import { sqliteFaultOf } from './sqlite-faults.ts';
import { ThreadReader } from './thread-reader.ts';

/** The embedded database: one file, migrated when opened. Another process may open the same file. */
export async function openSqliteDatabase(
  path: string,
  {
    waitMs = DEFAULT_TIMEOUTS.waitMs,
    log = silentLog,
    onMigration,
  }: { waitMs?: number; log?: Log; onMigration?: OnMigration | undefined } = {},
): Promise<Database> {
  mkdirSync(dirname(path), { recursive: true });
  const writer = openSqlite(path, { readOnly: false });
  const { isPacking } = await migrate(kyselyOn(writer), 'sqlite', { ...(onMigration && { onStep: onMigration }) });
  const reader = openSqlite(path, { readOnly: true });
  for (const connection of [writer, reader]) neverBlock(connection);
  const commits = new GroupCommit(writer, kyselyOn(writer, { isForUnits: true }), {
    waitMs,
    log,
    areFilesInPlace: filesInPlace(path),
    isPacking,
  });
  const toError = (err: unknown) => reads.failed(err);
  const read: Kysely<Schema> = kyselyOn(reader, { readsWaitMs: waitMs, toError });
  // That too many wait for the thread, or that it has ended, is no fault of the database.
  const apart = new ThreadReader(path, {
    waitMs,
    toError: (err) => (err instanceof EngineFault ? toRefusal(err, sqliteFaultOf) : toError(err)),
  });
  const reads = new Health(sqliteFaultOf, () => probeReads(read));
  const writes = new Health(sqliteFaultOf, () => commits.submit(probeWrites));
  return {
    engine: 'sqlite',
    isPacking,
    read,
    readFollowing: read,
    readAccessChanges: read,
    readApart: apart.query,
    notifier: new LocalNotifier(),
    write: (unit) => writes.watch(() => commits.submit(unit)),
    writesWaiting: () => commits.waiting,
    sizeBytes: async () =>
      ['', '-wal'].reduce((bytes, end) => bytes + (statSync(`${path}${end}`, { throwIfNoEntry: false })?.size ?? 0), 0),
    // Whoever opens the file is on this machine.
    readTime: async () => Date.now(),
    checkReads: () => reads.check(),
    checkWrites: () => writes.check(),
    async giveSpaceBack() {
      if (await commits.submit(async () => giveSpaceBack(writer))) return true;
      truncateLog(path);
      return false;
    },
    async compact() {
      await commits.idle();
      giveSpaceBackInSteps(path);
      truncateLog(path);
    },
    async close() {
      await commits.idle();
      await apart.close();
      reader.close();
      writer.close();
    },
  };
}
