import { CleanUpFailed } from '../clean-up/clean-up.ts';
import { defineCommand, flag } from './command.ts';
import { progressOn } from './progress.ts';
import { withGateway } from './with-gateway.ts';

export const cleanUpCommand = defineCommand({
  words: ['clean-up'],
  options: { compact: flag('Write an SQLite file anew; the server must be stopped') },
  serverOptions: 'place',
  sentence:
    'Remove now what is not kept any more, and show what each clean-up removed; a running server does it hourly. --compact, with the server stopped, also writes an SQLite file anew',
  async run(call) {
    const { options } = call;
    return withGateway(call, async ({ cleanUp, parts }) => {
      const progress = progressOn(call);
      let code = 0;
      await cleanUp.run(progress.show).catch((err) => {
        if (!(err instanceof CleanUpFailed)) throw err;
        call.fault(`${err.message}; the log states why`);
        code = 1;
      });
      if (options.compact === true) {
        progress.show('writing the file anew', null);
        await parts.database.compact();
      }
      progress.end();
      for (const { kind, agencyId, finishedAt, removed, removedInAll } of await cleanUp.outcomes()) {
        const ended = finishedAt === null ? 'not ended yet' : new Date(finishedAt).toISOString();
        const whose = agencyId === '' ? 'the installation' : agencyId;
        call.print(
          {
            ...{ kind, agency: agencyId === '' ? null : agencyId, removed, removed_in_all: removedInAll },
            finished_at: finishedAt === null ? null : ended,
          },
          `${kind} of ${whose}: ${removed} removed, ${removedInAll} in all; ended ${ended}\n`,
        );
      }
      return code;
    });
  },
});
