import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config/options.ts';
import type { Database } from '../../database/database.ts';
import { openDatabase } from '../../database/engines/open-database.ts';
import { isBegun } from '../../database/engines/postgres/is-begun.ts';
import { refuseDamagedFile } from '../../database/engines/sqlite/check-file.ts';
import { createSqliteFile } from '../../database/engines/sqlite/create-file.ts';
import { holdFolder } from '../../database/engines/sqlite/folder-lock.ts';
import { beginInstallation, findInstallation, type InstallationRow } from '../../database/installation.ts';
import { InstallationError } from '../../kernel/installation-error.ts';
import type { Log } from '../../kernel/log.ts';
import type { Random } from '../../kernel/random.ts';
import { databaseStartFault } from '../start-faults/database-start-fault.ts';
import { anchorFileOf } from './anchor-file-of.ts';
import { closeToOthers, makeDataFolder, type Warn } from './data-folder.ts';
import { checkInstallationId, idFileOf, refuseMissingDatabase } from './id-file.ts';
import { keyFileOf, makeKeyFile, readKeyFile } from './key-file.ts';
import { refuseUnannouncedRestore } from './unannounced-restore.ts';

const ID_BYTES = 16;
const UNSEALED_ON_POSTGRESQL =
  'Webhook secrets and partner credentials are readable in the PostgreSQL database: give every server the same SALLYPORT_SECRETS_KEY, as from: openssl rand -base64 32';

/** What every command works on. */
export interface Installation {
  readonly database: Database;
  /** 32 bytes each in base64: the first seals the signing keys, all open them. None where a command has no key at hand. */
  readonly sealingKeys: readonly string[];
  /** Where the newest records of the audit are stated outside the database; null where a command has no folder at hand. */
  readonly anchorFile: string | null;
}

export interface OpenRequest {
  readonly config: Config;
  /** `serve` and `setup` alone make a folder, a database and a key; `--demo` and a sandbox's database must then agree. */
  readonly mayCreate: boolean;
  /** Nobody else may have the data folder open, on SQLite, and nobody opens it meanwhile. */
  readonly isAlone?: boolean;
  readonly random: Random;
  readonly log: Log;
  readonly warn: Warn;
}

function refuseMissing(place: string): never {
  throw new InstallationError(
    `${place} has no Sallyport database. Check --data-dir or --database-url; sallyport setup or sallyport serve makes a new one`,
  );
}

type Preparation = Pick<OpenRequest, 'config' | 'mayCreate' | 'warn'>;

async function prepareFile(request: Preparation, path: string): Promise<void> {
  const { config, mayCreate, warn } = request;
  const { dataDir } = config;
  const files = ['', '-wal', '-shm'].map((end) => `${path}${end}`);
  if (existsSync(dataDir)) closeToOthers(dataDir, files, warn);
  if (existsSync(path)) {
    refuseDamagedFile(path);
    return;
  }
  refuseMissingDatabase(dataDir, path);
  if (!mayCreate) refuseMissing(dataDir);
  makeDataFolder(dataDir);
  closeToOthers(dataDir, [], warn);
  await createSqliteFile(path);
}

async function prepareServer(databaseUrl: string, { mayCreate, config }: Preparation): Promise<void> {
  if (!mayCreate && !(await isBegun(databaseUrl, config))) refuseMissing('The database of --database-url');
}

async function prepare(request: Preparation): Promise<void> {
  const { databaseUrl, dataDir } = request.config;
  if (databaseUrl === null) await prepareFile(request, join(dataDir, 'sallyport.db'));
  else await prepareServer(databaseUrl, request);
}

/** Refuses, as `openInstallation` does where it may create nothing, a place without a whole database of ours. Its schema may be any version's. */
export async function refuseUnbegun(request: Pick<OpenRequest, 'config' | 'warn'>): Promise<void> {
  await prepare({ ...request, mayCreate: false });
}

/** The operator's own key before the folder's; a key file is made where there is neither. */
function sealingKeysOf({ config, mayCreate, random, warn }: OpenRequest): string[] {
  const { dataDir, databaseUrl, secretsKey } = config;
  if (secretsKey === null && mayCreate) {
    if (databaseUrl !== null) warn(UNSEALED_ON_POSTGRESQL);
    makeDataFolder(dataDir);
    closeToOthers(dataDir, [keyFileOf(dataDir)], warn);
    return [makeKeyFile(dataDir, random)];
  }
  if (existsSync(keyFileOf(dataDir))) closeToOthers(dataDir, [keyFileOf(dataDir)], warn);
  return [secretsKey, readKeyFile(dataDir)].filter((key) => key !== null && key !== undefined);
}

function checkMark({ demo }: Config, found: InstallationRow): void {
  if (found.isSandbox && !demo) {
    throw new InstallationError(
      'This database is a sandbox, whose passwords are published: give --data-dir or --database-url a place of its own, or add --demo',
    );
  }
  if (!found.isSandbox && demo) {
    throw new InstallationError(
      '--demo would add published passwords to a database that is not a sandbox: leave --demo out, or give --data-dir or --database-url a place of its own',
    );
  }
}

/** Holds the folder beside nobody. Refuses where a server or a command has it open. */
export function holdAlone(dataDir: string): () => void {
  const release = holdFolder(dataDir, 'alone');
  if (release !== null) return release;
  throw new InstallationError(
    `A server or a command has ${dataDir} open: stop every one, then run sallyport restore again`,
  );
}

function holdShared(dataDir: string): () => void {
  const release = holdFolder(dataDir, 'shared');
  if (release !== null) return release;
  throw new InstallationError(`sallyport restore is at work in ${dataDir}: start again once it has ended`);
}

/** Opens the database; a folder is held until it is closed. */
async function openHeld({ config, log, isAlone }: OpenRequest): Promise<Database> {
  if (config.databaseUrl !== null) return openDatabase(config, log);
  const release = (isAlone === true ? holdAlone : holdShared)(config.dataDir);
  try {
    const database = await openDatabase(config, log);
    return { ...database, close: () => database.close().finally(release) };
  } catch (err) {
    release();
    throw err;
  }
}

/**
 * Opens the installation that the configuration names, migrated and ready, with the keys that seal its secrets. Refuses
 * with an `InstallationError` a folder open to others that cannot be closed, a database that is missing, damaged, of
 * another program or of another installation, and a sandbox's database without `--demo` and the reverse; `serve` and `setup`
 * also one that was put back from a backup by hand; with an `UnreachableError` a database that does not answer.
 */
export async function openInstallation(request: OpenRequest): Promise<Installation> {
  try {
    return await open(request);
  } catch (err) {
    throw databaseStartFault(err, request.config);
  }
}

async function open(request: OpenRequest): Promise<Installation> {
  const { config, mayCreate, random, warn } = request;
  const { databaseUrl, dataDir, demo } = config;
  await prepare(request);
  const sealingKeys = sealingKeysOf(request);
  const database = await openHeld(request);
  try {
    const own = { id: random.bytes(ID_BYTES).toString('hex'), isSandbox: demo };
    const row = mayCreate ? await beginInstallation(database, own) : await findInstallation(database);
    if (row !== undefined && mayCreate) checkMark(config, row);
    if (row !== undefined && databaseUrl === null) {
      checkInstallationId(dataDir, row.id, { mayWrite: mayCreate });
      closeToOthers(dataDir, [idFileOf(dataDir)], warn);
    }
    if (mayCreate) {
      await refuseUnannouncedRestore(database, anchorFileOf(dataDir), warn);
      makeDataFolder(dataDir);
    }
    return { database, sealingKeys, anchorFile: existsSync(dataDir) ? anchorFileOf(dataDir) : null };
  } catch (err) {
    await database.close();
    throw err;
  }
}
