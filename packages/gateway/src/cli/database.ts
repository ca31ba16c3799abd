import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../config/load-config.ts';
import { findFaultsOfFile, RESTORE } from '../database/sqlite/check-file.ts';
import { InstallationError } from '../kernel/installation-error.ts';
import { type Command, UsageError } from './command.ts';

/** As of a start that is refused for its database. */
const DAMAGED = 3;

export const checkDatabaseCommand: Command = {
  words: ['database', 'check'],
  usage: '[--data-dir DIR]',
  sentence: 'Read the whole embedded database, of any size, beside a running server too, and print what is damaged',
  async run(args) {
    const { dataDir, databaseUrl } = loadConfig(args, process.env);
    if (databaseUrl !== null) throw new UsageError('PostgreSQL is checked by its own pg_amcheck');
    const path = join(dataDir, 'sallyport.db');
    if (!existsSync(path)) throw new InstallationError(`${dataDir} has no Sallyport database. Check --data-dir`);
    const faults = findFaultsOfFile(path);
    if (faults.length === 0) {
      process.stdout.write(`The database ${path} is whole\n`);
      return 0;
    }
    process.stdout.write(
      `The database ${path} is damaged:\n${faults.map((fault) => `  ${fault}\n`).join('')}${RESTORE}\n`,
    );
    return DAMAGED;
  },
};
