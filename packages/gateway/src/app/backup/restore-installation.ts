import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { keyIdOf } from '../../audit/chain.ts';
import { NO_KEYS } from '../../audit/keys.ts';
import { chainHeads } from '../../audit/store.ts';
import type { Actor } from '../../audit/types.ts';
import { verifyChains } from '../../audit/verify-chains.ts';
import type { Config } from '../../config/options.ts';
import {
  countRowsOfDump,
  countRowsOfServer,
  hasNoTables,
  isDump,
  markAsBackup,
  restorePostgres,
} from '../../database/engines/postgres/dump.ts';
import { findOtherSession } from '../../database/engines/postgres/other-session.ts';
import { findFaultsOfFile } from '../../database/engines/sqlite/check-file.ts';
import { copyPlainFile, countRowsOfFile, faultsOfCopy, readParts } from '../../database/engines/sqlite/copy-file.ts';
import { LOCK_FILE } from '../../database/engines/sqlite/folder-lock.ts';
import { differingCounts } from '../../database/table-counts.ts';
import type { Clock } from '../../kernel/clock.ts';
import { InstallationError } from '../../kernel/installation-error.ts';
import { silentLog } from '../../kernel/log.ts';
import type { Random } from '../../kernel/random.ts';
import { compose, type Gateway } from '../compose.ts';
import { anchorFileOf } from '../installation/anchor-file-of.ts';
import { closeToOthers, makeDataFolder, type Warn } from '../installation/data-folder.ts';
import { idFileOf } from '../installation/id-file.ts';
import { keyFileOf, makeKeyFile } from '../installation/key-file.ts';
import { holdAlone, openInstallation } from '../installation/open-installation.ts';
import { setAnchorsAside } from '../installation/unannounced-restore.ts';
import { type BegunEpoch, beginEpoch } from './begin-epoch.ts';
import { decryptFile, isEncrypted } from './encrypted-file.ts';
import { type Manifest, PART, readManifest } from './manifest.ts';

export interface RestoreRequest {
  readonly config: Config;
  readonly publicUrl: string;
  readonly file: string;
  readonly actor: Actor;
  /** What the lost key sealed is given up, and a new one made. */
  readonly isKeyLost: boolean;
  readonly clock: Clock;
  readonly random: Random;
  readonly warn: Warn;
  readonly onProgress: (step: string, fraction: number | null) => void;
  /** Called with what is to be removed should the process be ended before it is done. */
  readonly onTemporary: (path: string) => void;
}

export interface RestoreOutcome extends BegunEpoch {
  /** Undefined for a dump of PostgreSQL, which states none. */
  readonly manifest: Manifest | undefined;
  readonly auditFaults: readonly string[];
}

/** What a server does with a database that is exchanged beneath it nobody can foresee. */
async function refuseRunningServers({ config }: Pick<RestoreRequest, 'config'>): Promise<void> {
  if (config.databaseUrl === null) return;
  const other = await findOtherSession(config.databaseUrl, config);
  if (other === undefined) return;
  throw new InstallationError(
    `A server or a command of Sallyport is connected to the database (from ${other.address}, since ${other.since.toISOString()}): stop every one, then run sallyport restore again. If its machine is lost, end its connections there: SELECT pg_terminate_backend(${other.pid})`,
  );
}

/** What may lie in the folder before: the key, where the backup does not hold it. */
function refuseUsedFolder({ dataDir }: Config): void {
  if (!existsSync(dataDir)) return;
  const [other] = readdirSync(dataDir).filter((name) => ![LOCK_FILE, basename(keyFileOf(dataDir))].includes(name));
  if (other === undefined) return;
  throw new InstallationError(
    `${dataDir} must be empty but for sallyport.key; it holds ${other}. Move it away, or name another --data-dir`,
  );
}

/** Without the key no record could follow, and what it sealed could not be read. */
async function refuseOtherKeys(
  { config }: Pick<RestoreRequest, 'config'>,
  { parts, auditKeys }: Gateway,
): Promise<void> {
  const keyIds = (await chainHeads(parts.database.read)).map(({ hash }) => keyIdOf(hash));
  if (keyIds.every((keyId) => keyId === null || auditKeys?.all.has(keyId) === true)) return;
  if (keyIds.some((keyId) => keyId !== null && auditKeys?.all.has(keyId) === true)) return;
  throw new InstallationError(
    `The key that the backup was sealed under is not here: put sallyport.key into ${config.dataDir}, or set SALLYPORT_SECRETS_KEY. If it is lost, add --without-key: webhooks and partners then need new secrets`,
  );
}

/** Opens the restored database with its keys, begins the epoch and verifies the audit. */
async function announce(
  request: Omit<RestoreRequest, 'file'> & { file: string | null },
  config: Config,
): Promise<BegunEpoch & { auditFaults: string[] }> {
  const { publicUrl, clock, random, warn, actor, file } = request;
  const use = { mayCreate: false, isAlone: true };
  const installation = await openInstallation({ config, ...use, random, log: silentLog, warn });
  const gateway = await compose({ config, publicUrl, clock, random, log: silentLog, ...installation });
  try {
    if (!request.isKeyLost) await refuseOtherKeys(request, gateway);
    const begun = await beginEpoch(gateway.parts, { actor, from: file === null ? null : basename(file) });
    if (installation.anchorFile !== null) setAnchorsAside(installation.anchorFile, begun.epoch);
    request.onProgress('reading the audit', null);
    const proof = { keys: gateway.auditKeys ?? NO_KEYS };
    const { faults } = await verifyChains(gateway.parts.database, () => {}, proof);
    return { ...begun, auditFaults: [...faults] };
  } finally {
    await gateway.stop();
  }
}

async function checkCopy(copy: string, file: string): Promise<{ manifest: Manifest; parts: Record<string, string> }> {
  const [damage] = findFaultsOfFile(copy);
  const parts = damage === undefined ? readParts(copy) : undefined;
  if (damage !== undefined) throw new InstallationError(`${file} ${damage}. Use another backup`);
  if (parts === undefined) throw new InstallationError(`${file} is not what sallyport backup wrote`);
  const manifest = readManifest(parts[PART.manifest], file);
  const [fault] = [...(await faultsOfCopy(copy)), ...differingCounts(manifest.tables, countRowsOfFile(copy))];
  if (fault !== undefined) throw new InstallationError(`${file} is damaged: ${fault}. Use another backup`);
  return { manifest, parts };
}

async function restoreSqlite(request: RestoreRequest, plain: string, folder: string): Promise<RestoreOutcome> {
  const { config, file, onProgress } = request;
  const { dataDir } = config;
  onProgress('checking', null);
  const copy = join(folder, 'sallyport.db');
  if (plain !== copy) await copyPlainFile(plain, copy);
  const { manifest, parts } = await checkCopy(copy, file);
  const own = keyFileOf(dataDir);
  for (const [part, path] of [
    [PART.id, idFileOf(folder)],
    [PART.key, keyFileOf(folder)],
  ] as const) {
    if (parts[part] !== undefined) writeFileSync(path, parts[part], { mode: 0o600, flag: 'wx' });
  }
  if (existsSync(own) && parts[PART.key] === undefined) await copyPlainFile(own, keyFileOf(folder));
  if (request.isKeyLost && config.secretsKey === null) makeKeyFile(folder, request.random);
  onProgress('restoring', null);
  const begun = await announce(request, { ...config, dataDir: folder });
  const [fault] = await faultsOfCopy(copy);
  if (fault !== undefined) throw new InstallationError(`The restored database is damaged: ${fault}`);
  // The database comes last: without it the folder is no installation.
  const names = [keyFileOf, idFileOf, anchorFileOf].map((pathOf) => basename(pathOf(folder)));
  const left = readdirSync(folder).filter((name) => /^sallyport\.anchors\.before-/.test(name));
  for (const name of [...names, ...left, 'sallyport.db-wal', 'sallyport.db']) {
    if (existsSync(join(folder, name))) renameSync(join(folder, name), join(dataDir, name));
  }
  return { ...begun, manifest };
}

async function restoreServer(request: RestoreRequest, databaseUrl: string, plain: string): Promise<RestoreOutcome> {
  const { config, file, onProgress } = request;
  if (!(await isDump(plain))) {
    throw new InstallationError(
      `${file} is not a dump of PostgreSQL's pg_dump; a backup of SQLite goes into --data-dir`,
    );
  }
  if (!(await hasNoTables(databaseUrl))) {
    throw new InstallationError('The database of --database-url must be empty; it has tables. Create a new one');
  }
  onProgress('reading the dump', null);
  const expected = await countRowsOfDump(plain);
  // A process that is killed from here on leaves a database on which no server starts.
  await markAsBackup(databaseUrl);
  onProgress('restoring', null);
  await restorePostgres(databaseUrl, plain);
  if (request.isKeyLost && config.secretsKey === null) makeKeyFile(config.dataDir, request.random);
  const { sallyport_backup: _, ...found } = await countRowsOfServer(databaseUrl);
  const [fault] = differingCounts(expected, found);
  if (fault !== undefined) throw new InstallationError(`The restored database is not whole: ${fault}`);
  return { ...(await announce(request, config)), manifest: undefined };
}

/**
 * Puts a backup into an empty place, verified before and after, and begins a new epoch there (`beginEpoch`). A folder is
 * restored whole or stays as it was. Refuses with an `InstallationError` a place that is in use, a file that is damaged or
 * encrypted under another key, and one whose keys are not at hand.
 */
export async function restoreInstallation(request: RestoreRequest): Promise<RestoreOutcome> {
  const { config, file, warn, onProgress } = request;
  const { dataDir, databaseUrl, backupKey } = config;
  if (!existsSync(file)) throw new InstallationError(`${file} is not there`);
  if (databaseUrl === null) refuseUsedFolder(config);
  await refuseRunningServers(request);
  makeDataFolder(dataDir);
  closeToOthers(dataDir, [keyFileOf(dataDir)], warn);
  // Without the file nobody holds the folder.
  const isHeld = databaseUrl === null && existsSync(join(dataDir, LOCK_FILE));
  const release = isHeld ? holdAlone(dataDir) : () => {};
  const folder = mkdtempSync(join(dataDir, '.restore-'));
  request.onTemporary(folder);
  try {
    let plain = file;
    if (await isEncrypted(file)) {
      if (backupKey === null) throw new InstallationError(`${file} is encrypted: set SALLYPORT_BACKUP_KEY`);
      onProgress('decrypting', null);
      plain = join(folder, 'sallyport.db');
      await decryptFile(file, plain, backupKey);
    }
    return databaseUrl === null
      ? await restoreSqlite(request, plain, folder)
      : await restoreServer(request, databaseUrl, plain);
  } finally {
    release();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Begins a new epoch in a database that was put in place by hand, or that lost its newest transactions. */
export async function acceptRestored(request: Omit<RestoreRequest, 'file'>): Promise<RestoreOutcome> {
  await refuseRunningServers(request);
  return { ...(await announce({ ...request, file: null }, request.config)), manifest: undefined };
}
