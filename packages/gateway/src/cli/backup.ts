import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BackupOutcome, backupInstallation } from '../app/backup/backup-installation.ts';
import { backupNameOf, lockBackups, removeOlderBackups } from '../app/backup/kept-backups.ts';
import type { Config } from '../config/options.ts';
import { VERSION } from '../config/version.ts';
import { createSystemRandom } from '../kernel/random.ts';
import { SteadyClock } from '../kernel/steady-clock.ts';
import { type Call, defineCommand, needed, UsageError, value } from './command.ts';
import { configOf } from './config-of.ts';
import { progressOn } from './progress.ts';
import { type Undo, undoOnSignal } from './undo-on-signal.ts';

const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
/** Longer than a timer of Node's may run. */
const EVERY_AT_MOST_MS = 14 * 86_400_000;

function readEvery(text: string): number {
  const [, count = '', unit = ''] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? [];
  const every = Number(count) * (UNITS_MS[unit as keyof typeof UNITS_MS] ?? Number.NaN);
  if (every > 0 && every <= EVERY_AT_MOST_MS) return every;
  throw new UsageError('--every must be a time of at most 14 days, as 30m, 6h or 1d');
}

function readKeep(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new UsageError('--keep must be a whole number from 1');
}

interface Work {
  readonly call: Call;
  readonly config: Config;
  readonly undo: Undo;
}

async function backUp({ call, config, undo }: Work, file: string): Promise<BackupOutcome> {
  const progress = progressOn(call);
  try {
    const outcome = await backupInstallation({
      ...{ config, version: VERSION, file, clock: new SteadyClock(), random: createSystemRandom() },
      onProgress: progress.show,
      onTemporary: undo.add,
    });
    progress.end();
    const { size } = statSync(file);
    const { tables, audit } = outcome.manifest;
    const rows = Object.values(tables).reduce((sum, count) => sum + count, 0);
    const counts = {
      rows,
      tables: Object.keys(tables).length,
      audit_records: audit.records,
      audit_chains: audit.chains,
    };
    call.print(
      { file, size_bytes: size, ...counts, audit_faults: outcome.auditFaults, keep: outcome.keep },
      `${file}: ${size} bytes, ${rows} rows in ${counts.tables} tables, ${audit.records} audit records in ${audit.chains} chains; verified\n`,
    );
    for (const fault of outcome.auditFaults) call.fault(fault);
    if (outcome.unnoted !== null) {
      call.note(`The backup is whole, but Admin, Installation will not show it: ${outcome.unnoted}`);
    }
    return outcome;
  } finally {
    progress.end();
  }
}

async function backUpInto(work: Work, folder: string, keep: number | null): Promise<BackupOutcome> {
  const outcome = await backUp(work, join(folder, backupNameOf(Date.now())));
  // An older backup may hold what the newest one's audit misses.
  if (keep === null || outcome.auditFaults.length > 0) return outcome;
  for (const name of removeOlderBackups(folder, keep)) {
    const file = join(folder, name);
    work.call.print({ file, is_removed: true }, `${file} was removed\n`);
  }
  return outcome;
}

/** One after the other, without an end; one that fails is stated, and the next is made when its time has come. */
async function backUpEvery(work: Work, plan: { folder: string; everyMs: number; keep: number | null }): Promise<never> {
  for (let isStated = false; ; ) {
    const startedAt = performance.now();
    try {
      const { keep } = await backUpInto(work, plan.folder, plan.keep);
      if (!isStated) printKeep(work.call, keep);
      isStated = true;
    } catch (err) {
      work.call.fault(`No backup was made: ${(err as Error).message}`);
    }
    work.undo.wait(true);
    await sleep(Math.max(0, plan.everyMs - (performance.now() - startedAt)));
    work.undo.wait(false);
  }
}

/** What to keep beside the backup; an object of `--json` has it already. */
function printKeep(call: Call, keep: BackupOutcome['keep']): void {
  if (!call.isJson) for (const sentence of keep) call.print(null, `${sentence}\n`);
}

function end({ call }: Work, { keep, auditFaults }: BackupOutcome): number {
  printKeep(call, keep);
  return auditFaults.length === 0 ? 0 : 1;
}

export const backupCommand = defineCommand({
  words: ['backup'],
  options: {
    to: needed('file', 'A file that is not there yet; with --every or --keep a folder, which gets a file a backup'),
    every: value('time', 'Go on without an end and make one so often, as 30m, 6h or 1d'),
    keep: value('number', 'Remove older ones from the folder, so that so many are left'),
  },
  serverOptions: 'place',
  sentence:
    'Write a whole, verified copy of the installation to a file, beside a running server too; encrypted where SALLYPORT_BACKUP_KEY is set. PostgreSQL needs its own pg_dump',
  async run(call) {
    const { to, every, keep } = call.options;
    const config = configOf(call);
    const everyMs = every === undefined ? null : readEvery(every);
    const kept = keep === undefined ? null : readKeep(keep);
    const work = { call, config, undo: undoOnSignal() };
    try {
      if (everyMs === null && kept === null) return end(work, await backUp(work, to));
      if (!existsSync(to) || !statSync(to).isDirectory()) {
        throw new UsageError('--to must be a folder that is there, where --every or --keep is given');
      }
      const lock = lockBackups(to);
      work.undo.add(lock);
      try {
        if (everyMs !== null) await backUpEvery(work, { folder: to, everyMs, keep: kept });
        return end(work, await backUpInto(work, to, kept));
      } finally {
        rmSync(lock, { force: true });
      }
    } finally {
      work.undo.release();
    }
  },
});
