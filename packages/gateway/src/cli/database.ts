import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findFaultsOfFile, RESTORE } from '../database/engines/sqlite/check-file.ts';
import { InstallationError } from '../kernel/installation-error.ts';
import { defineCommand, UsageError } from './command.ts';
import { configOf } from './config-of.ts';
import { EXIT } from './exit-codes.ts';

export const checkDatabaseCommand = defineCommand({
  words: ['database', 'check'],
  options: {},
  serverOptions: 'place',
  sentence: 'Read the whole embedded database, of any size, beside a running server too, and print what is damaged',
  async run(call) {
    const { dataDir, databaseUrl } = configOf(call);
    if (databaseUrl !== null) throw new UsageError('PostgreSQL is checked by its own pg_amcheck');
    const path = join(dataDir, 'sallyport.db');
    if (!existsSync(path)) throw new InstallationError(`${dataDir} has no Sallyport database. Check --data-dir`);
    const faults = findFaultsOfFile(path);
    if (faults.length === 0) {
      call.print({ file: path, faults }, `The database ${path} is whole\n`);
      return 0;
    }
    const listed = faults.map((fault) => `  ${fault}\n`).join('');
    call.printFault({ file: path, faults }, `The database ${path} is damaged:\n${listed}${RESTORE}\n`);
    return EXIT.notUsable;
  },
});
