import { CleanUpFailed } from '../clean-up/clean-up.ts';
import { type Command, takeOptions, withGateway } from './command.ts';

export const cleanUpCommand: Command = {
  words: ['clean-up'],
  usage: '[--compact]',
  sentence:
    'Remove now what is not kept any more, and show what each clean-up removed; a running server does it hourly. --compact, with the server stopped, also writes an SQLite file anew',
  async run(args) {
    const { isOn, rest } = takeOptions(args, [], ['compact']);
    return withGateway(rest, async ({ cleanUp, parts }) => {
      let code = 0;
      await cleanUp.run().catch((err) => {
        if (!(err instanceof CleanUpFailed)) throw err;
        process.stderr.write(`${err.message}; the log says why\n`);
        code = 1;
      });
      if (isOn.compact === true) await parts.database.compact();
      for (const { kind, agencyId, finishedAt, removed, removedInAll } of await cleanUp.outcomes()) {
        const ended = finishedAt === null ? 'not ended yet' : new Date(finishedAt).toISOString();
        const whose = agencyId === '' ? 'the installation' : agencyId;
        process.stdout.write(`${kind} of ${whose}: ${removed} removed, ${removedInAll} in all; ended ${ended}\n`);
      }
      return code;
    });
  },
};
