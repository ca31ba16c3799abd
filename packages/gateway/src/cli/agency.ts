import { addAgency } from '../access/agencies/add-agency.ts';
import { setRetention } from '../access/agencies/retention.ts';
import { CONSOLE, type Command, required, takeOptions, UsageError, withGateway } from './command.ts';

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

export const setRetentionCommand: Command = {
  words: ['agency', 'retention'],
  usage: '--id ID --days DAYS|none',
  sentence: 'Set for how many days an agency keeps incidents after their last change',
  async run(args) {
    const { own, rest } = takeOptions(args, ['id', 'days']);
    const agencyId = required(own, 'id');
    const given = required(own, 'days');
    if (given !== 'none' && !/^\d+$/.test(given)) throw new UsageError('--days is a number of days, or none');
    const days = given === 'none' ? null : Number(given);
    return withGateway(rest, async ({ parts }) => {
      await setRetention(parts, { agencyId, days, actor: CONSOLE });
      process.stdout.write(`${agencyId} keeps incidents ${days === null ? 'without an end' : `for ${days} days`}\n`);
      return 0;
    });
  },
};
