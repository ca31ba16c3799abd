import { addAgency } from '../access/agencies/add-agency.ts';
import { CONSOLE, type Command, required, takeOptions, withGateway } from './command.ts';

export const addAgencyCommand: Command = {
  words: ['agency', 'add'],
  usage: '--id ID --name NAME',
  sentence: 'Add an agency',
  async run(args) {
    const { own, rest } = takeOptions(args, ['id', 'name']);
    const agency = { id: required(own, 'id'), name: required(own, 'name') };
    return withGateway(rest, async ({ parts }) => {
      await addAgency(parts, { agency, actor: CONSOLE });
      process.stdout.write(`Added the agency ${agency.id}\n`);
      return 0;
    });
  },
};
