import { refuseUnbegun } from '../app/installation/open-installation.ts';
import { databaseStartFault } from '../app/start-faults/database-start-fault.ts';
import type { Config } from '../config/options.ts';
import { openDatabase, readSchemaOf } from '../database/engines/open-database.ts';
import { silentLog } from '../kernel/log.ts';
import { type Call, defineCommand, flag } from './command.ts';
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
    try {
      return await migrateConfigured(call, config);
    } catch (err) {
      throw databaseStartFault(err, config);
    }
  },
});

async function migrateConfigured(call: Call, config: Config): Promise<number> {
  await refuseUnbegun({ config, warn: call.note });
  const { pending, tolerated, refused } = await readSchemaOf(config, silentLog);
  const isCheck = call.options.check === true;
  const lines = [
    ...pending.map((name) => `${name}: ${isCheck ? 'to be done' : 'pending'}\n`),
    ...tolerated.map((name) => `${name}: of a later version, compatible with this one\n`),
    ...refused.map((name) => `${name}: of a later version, not compatible with this one\n`),
  ];
  if (isCheck) {
    const isUpToDate = pending.length + refused.length === 0;
    if (isUpToDate) lines.push('The schema is up to date\n');
    call.print({ pending, tolerated, refused, done: [] }, lines.join(''));
    return isUpToDate ? 0 : 1;
  }
  if (!call.isJson) call.print(null, lines.join(''));
  // Refuses what cannot be done, in a sentence.
  const progress = progressOn(call);
  const opened = openDatabase({ ...config, migrate: true }, silentLog, progress.show).finally(progress.end);
  await (await opened).close();
  const text = pending.length === 0 ? 'The schema is up to date\n' : `${pending.length} migrations were done\n`;
  call.print({ pending: [], tolerated, refused, done: pending }, text);
  return 0;
}
