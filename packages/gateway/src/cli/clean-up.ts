import { type Command, withGateway } from './command.ts';

export const cleanUpCommand: Command = {
  words: ['clean-up'],
  usage: '',
  sentence:
    'Remove now what is not kept any more, and show what each clean-up removed; a running server does it hourly',
  async run(args) {
    return withGateway(args, async ({ cleanUp }) => {
      await cleanUp.run();
      for (const { kind, agencyId, finishedAt, removed, removedInAll } of await cleanUp.outcomes()) {
        const ended = finishedAt === null ? 'not ended yet' : new Date(finishedAt).toISOString();
        const whose = agencyId === '' ? 'the installation' : agencyId;
        process.stdout.write(`${kind} of ${whose}: ${removed} removed, ${removedInAll} in all; ended ${ended}\n`);
      }
      return 0;
    });
  },
};
