import { openDatabase, readSchemaOf } from '../database/engines/open-database.ts';
import { InstallationError } from '../kernel/installation-error.ts';
import { silentLog } from '../kernel/log.ts';
import { defineCommand, flag } from './command.ts';
import { configOf } from './config-of.ts';
import { progressOn } from './progress.ts';

export const migrateCommand = defineCommand({
  words: ['migrate'],
  options: { check: flag('Change nothing: print what would be done, with exit code 1 where it is anything') },
  serverOptions: 'place',
  sentence:
    "Bring the database's schema up to this version, each step whole or not at all; servers of the version before may run beside it. Back it up first",
  async run(call) {
    const config = configOf(call);
    const state = await readSchemaOf(config, silentLog);
    if (state === undefined)
      throw new InstallationError(`${config.dataDir} has no Sallyport database. Check --data-dir`);
    const { pending, tolerated, refused } = state;
    for (const name of pending)
      call.stdout.write(`${name}: ${call.options.check === true ? 'to be done' : 'pending'}\n`);
    for (const name of tolerated) call.stdout.write(`${name}: of a later version, compatible with this one\n`);
    for (const name of refused) call.stdout.write(`${name}: of a later version, not compatible with this one\n`);
    if (call.options.check === true) {
      if (pending.length + refused.length === 0) call.stdout.write('The schema is up to date\n');
      return pending.length + refused.length === 0 ? 0 : 1;
    }
    // Refuses what cannot be done, in a sentence.
    const progress = progressOn(call);
    const opened = openDatabase({ ...config, migrate: true }, silentLog, progress.show).finally(progress.end);
    await (await opened).close();
    call.stdout.write(pending.length === 0 ? 'The schema is up to date\n' : `${pending.length} migrations were done\n`);
    return 0;
  },
});
