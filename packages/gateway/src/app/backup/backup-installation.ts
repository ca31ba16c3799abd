import { chmodSync, existsSync, linkSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readAnchors } from '../../audit/anchors/anchor-line.ts';
import { auditKeysOf, NO_KEYS } from '../../audit/keys.ts';
import { type AuditReading, verifyChains } from '../../audit/verify-chains.ts';
import type { Config } from '../../config/options.ts';
import { countRowsOfDump, dumpPostgres, openSnapshot } from '../../database/engines/postgres/dump.ts';
import { isBegun } from '../../database/engines/postgres/is-begun.ts';
import { refuseDamagedFile } from '../../database/engines/sqlite/check-file.ts';
import {
  addParts,
  copySqliteFile,
  countRowsOfFile,
  faultsOfCopy,
  readFileOnly,
} from '../../database/engines/sqlite/copy-file.ts';
import { differingCounts, type TableCounts } from '../../database/table-counts.ts';
import { type Clock, toRfc3339 } from '../../kernel/clock.ts';
import { InstallationError } from '../../kernel/installation-error.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { anchorFileOf } from '../installation/anchor-file-of.ts';
import { idFileOf } from '../installation/id-file.ts';
import { keyFileOf, readKeyFile } from '../installation/key-file.ts';
import { encryptFile } from './encrypted-file.ts';
import { type Manifest, PART } from './manifest.ts';
import { noteBackup } from './note-backup.ts';

export interface BackupRequest {
  readonly config: Config;
  /** Of the program. */
  readonly version: string;
  readonly file: string;
  readonly clock: Clock;
  readonly random: Random;
  /** A step and how much of it is done, from 0 to 1; null where that is not known. */
  readonly onProgress: (step: string, fraction: number | null) => void;
  /** Called with what is to be removed should the process be ended before it is done. */
  readonly onTemporary: (folder: string) => void;
}

export interface BackupOutcome {
  readonly manifest: Manifest;
  /** What the audit's verification found; the backup is there all the same. */
  readonly auditFaults: readonly string[];
  /** What a restore needs beside the file, a sentence each. */
  readonly keep: readonly string[];
  /** Why the installation does not know of the backup; null where it does. */
  readonly unnoted: string | null;
}

interface Copy {
  readonly tables: TableCounts;
  readonly audit: Manifest['audit'];
  readonly auditFaults: readonly string[];
}

type Verify = (read: AuditReading) => Promise<Pick<Copy, 'audit' | 'auditFaults'>>;

/** What is on the disk of the data folder, as text; nothing where it is not there. */
const textOf = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);

function refuseExisting(file: string): void {
  if (existsSync(file))
    throw new InstallationError(`${file} is there already, and is left as it is: name another file`);
  if (!existsSync(dirname(file))) throw new InstallationError(`The folder ${dirname(file)} must be there first`);
}

async function copySqlite(request: BackupRequest, target: string, verify: Verify): Promise<Copy> {
  const { config, onProgress } = request;
  const path = join(config.dataDir, 'sallyport.db');
  if (!existsSync(path)) {
    throw new InstallationError(`${config.dataDir} has no Sallyport database. Check --data-dir or --database-url`);
  }
  refuseDamagedFile(path);
  await copySqliteFile(path, target, (fraction) => onProgress('copying', fraction));
  onProgress('checking', null);
  const faults = await faultsOfCopy(target);
  if (faults.length > 0) {
    throw new InstallationError(
      `The copy of ${path} is damaged, and was removed: ${faults[0]}. Run sallyport database check`,
    );
  }
  const copy = readFileOnly(target);
  try {
    return { tables: countRowsOfFile(target), ...(await verify(copy)) };
  } finally {
    copy.close();
  }
}

async function dumpServer(request: BackupRequest & { databaseUrl: string }, target: string, verify: Verify) {
  const { config, databaseUrl, onProgress } = request;
  if (!(await isBegun(databaseUrl, config))) {
    throw new InstallationError('The database of --database-url has no Sallyport database. Check --database-url');
  }
  const snapshot = await openSnapshot(databaseUrl);
  try {
    onProgress('copying', null);
    await dumpPostgres(databaseUrl, snapshot, target);
    chmodSync(target, 0o600);
    onProgress('checking', null);
    const tables = await snapshot.countRows();
    const [fault] = differingCounts(tables, await countRowsOfDump(target));
    if (fault !== undefined) throw new InstallationError(`The dump is not whole, and was removed: ${fault}`);
    return { tables, ...(await verify(snapshot)) };
  } finally {
    await snapshot.end();
  }
}

function verifierOf({ config, onProgress }: BackupRequest, anchors: string | undefined): Verify {
  const { dataDir, secretsKey } = config;
  const sealingKeys = [secretsKey, readKeyFile(dataDir)].filter((key) => key !== null && key !== undefined);
  const proof = { keys: auditKeysOf(sealingKeys) ?? NO_KEYS, anchors: readAnchors(anchors ?? '').heads };
  return async (read) => {
    const onRecords = (done: number) => onProgress(`${done} audit records read`, null);
    const { chains, records, faults } = await verifyChains(read, onRecords, proof);
    return { audit: { chains, records, faults: faults.length }, auditFaults: faults };
  };
}

/** What a backup of PostgreSQL, or one that is not encrypted, leaves to be kept by itself. */
function toKeep({ config }: BackupRequest, hasKeyInside: boolean): string[] {
  const { dataDir, secretsKey, databaseUrl } = config;
  const keyFile = keyFileOf(dataDir);
  const keep: string[] = [];
  if (secretsKey !== null) keep.push('Keep SALLYPORT_SECRETS_KEY: without it what it sealed cannot be read');
  if (existsSync(keyFile) && !hasKeyInside) {
    keep.push(
      `Keep a copy of ${keyFile} apart from the backup: without it what it sealed cannot be read, and who has both can issue tokens`,
    );
  }
  if (databaseUrl !== null && existsSync(anchorFileOf(dataDir))) {
    keep.push(`Keep a copy of ${anchorFileOf(dataDir)}, of each server: it proves the newest audit records`);
  }
  return keep;
}

/**
 * Writes one consistent state of an installation that may be running into one file, readable by its owner alone, and
 * verifies it: every page, the rows of each table, the audit's chains. The file is there whole or not at all. Refuses a file
 * that is there already. With `backupKey` it is encrypted and holds the key file too. Migrates nothing; the installation notes
 * that it was made, where it can.
 */
export async function backupInstallation(request: BackupRequest): Promise<BackupOutcome> {
  const { config, file, clock, random, onProgress } = request;
  const { dataDir, databaseUrl, backupKey } = config;
  refuseExisting(file);
  // Before the copy, whose records they then cannot be ahead of.
  const anchors = textOf(anchorFileOf(dataDir));
  // A copy that is not encrypted yet stays where the database is, which nobody else may read.
  const isBesideDatabase = backupKey !== null && existsSync(dataDir);
  const folder = mkdtempSync(isBesideDatabase ? join(dataDir, '.backup-') : `${file}.new-`);
  const encryptedFolder = isBesideDatabase ? mkdtempSync(`${file}.new-`) : folder;
  for (const temporary of new Set([folder, encryptedFolder])) request.onTemporary(temporary);
  try {
    const plain = join(folder, basename(file));
    const verify = verifierOf(request, anchors);
    const { auditFaults, ...copy } =
      databaseUrl === null
        ? await copySqlite(request, plain, verify)
        : await dumpServer({ ...request, databaseUrl }, plain, verify);
    const engine = databaseUrl === null ? 'sqlite' : 'postgres';
    const manifest: Manifest = { made_at: toRfc3339(clock.now()), version: request.version, engine, ...copy };
    const keyText = backupKey === null ? undefined : textOf(keyFileOf(dataDir));
    if (engine === 'sqlite') {
      const parts = {
        [PART.manifest]: JSON.stringify(manifest),
        [PART.id]: textOf(idFileOf(dataDir)),
        [PART.anchors]: anchors,
        [PART.key]: keyText,
      };
      const present = Object.entries(parts).filter((part): part is [string, string] => part[1] !== undefined);
      addParts(plain, Object.fromEntries(present));
    }
    let whole = plain;
    if (backupKey !== null) {
      onProgress('encrypting', null);
      whole = join(encryptedFolder, `${basename(file)}.encrypted`);
      await encryptFile(plain, whole, { secret: backupKey, random });
    }
    nameWhole(whole, file);
    const unnoted = await noteBackup(config, {
      id: newUuid(clock, random),
      madeAt: clock.now(),
      version: request.version,
      sizeBytes: statSync(file).size,
      auditFaults: auditFaults.length,
      isEncrypted: backupKey !== null,
    });
    return { manifest, auditFaults, keep: toKeep(request, engine === 'sqlite' && keyText !== undefined), unnoted };
  } finally {
    for (const temporary of [folder, encryptedFolder]) rmSync(temporary, { recursive: true, force: true });
  }
}

/** Gives the whole file its name, unless another program took that name meanwhile. */
function nameWhole(whole: string, file: string): void {
  try {
    linkSync(whole, file);
  } catch (err) {
    refuseExisting(file);
    // A file system without hard links, such as a memory stick's or a network share's.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes((err as NodeJS.ErrnoException).code ?? '')) throw err;
    renameSync(whole, file);
  }
}
