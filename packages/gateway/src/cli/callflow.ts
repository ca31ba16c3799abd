import { ANSWER_FIELDS } from '../agencies/callflows/types.ts';
import { listSenders } from '../authorization/callflows/list-callflows.ts';
import {
  addCallflow,
  type CallflowSettings,
  editCallflow,
  removeCallflow,
} from '../authorization/callflows/save-callflow.ts';
import { ALERT_NEWS } from '../kernel/alert-news.ts';
import { CONSOLE, type Command, required, takeOptions, UsageError, withGateway } from './command.ts';

const OPTION_NAMES = ['client', 'name', 'agencies', 'default-agency', 'by', 'required', 'answers', 'tells'] as const;
const SWITCHES = ['dispatch'] as const;
const ROUTINGS = ['fixed', 'position'] as const;
type Given = Readonly<Partial<Record<(typeof OPTION_NAMES)[number], string>>>;

/** `none` is an empty list. */
function listOf(text: string): string[] {
  return text === 'none' ? [] : text.split(',').filter((part) => part !== '');
}

function listFrom<T extends string>(name: string, text: string, allowed: readonly T[]): T[] {
  return listOf(text).map((part) => {
    const found = allowed.find((candidate) => candidate === part);
    if (found === undefined) throw new UsageError(`--${name} are of: ${allowed.join(', ')}; or none`);
    return found;
  });
}

function readSettings(
  { agencies, 'default-agency': defaultAgency, by, required: variables, answers, tells }: Given,
  dispatch: boolean | undefined,
): Partial<CallflowSettings> {
  const routing = by === undefined ? undefined : ROUTINGS.find((candidate) => candidate === by);
  if (by !== undefined && routing === undefined) throw new UsageError('--by is fixed or position');
  return {
    ...(agencies !== undefined && { agencyIds: listOf(agencies) }),
    ...(defaultAgency !== undefined && { defaultAgencyId: defaultAgency === 'none' ? null : defaultAgency }),
    ...(routing !== undefined && { routing }),
    ...(dispatch !== undefined && { requestsDispatch: dispatch }),
    ...(variables !== undefined && { requiredVariables: listOf(variables) }),
    ...(answers !== undefined && { answersWith: listFrom('answers', answers, ANSWER_FIELDS) }),
    ...(tells !== undefined && { tellsSender: listFrom('tells', tells, ALERT_NEWS) }),
  };
}

export const setCallflowCommand: Command = {
  words: ['callflow', 'set'],
  usage:
    '--client ID --name NAME [--agencies A,B] [--by fixed|position] [--default-agency ID|none] [--dispatch true|false] [--required V,W|none] [--answers F,G|none] [--tells N,M|none]',
  sentence:
    'Add a callflow or change what is named of one: where its alerts go, what they must say, what the sender learns',
  async run(args) {
    const { own, isOn, rest } = takeOptions(args, OPTION_NAMES, SWITCHES);
    const request = { clientId: required(own, 'client'), name: required(own, 'name'), actor: CONSOLE };
    const settings = readSettings(own, isOn.dispatch);
    return withGateway(rest, async ({ parts }) => {
      const client = await parts.clients.find(request.clientId);
      const isThere = client?.callflows.some(({ name }) => name === request.name) === true;
      const save = isThere ? editCallflow : addCallflow;
      const { agencyIds } = await save(parts, { ...request, settings });
      process.stdout.write(`${request.name} of ${request.clientId} goes to ${agencyIds.join(', ')}\n`);
      return 0;
    });
  },
};

export const removeCallflowCommand: Command = {
  words: ['callflow', 'remove'],
  usage: '--client ID --name NAME',
  sentence: 'Take a callflow away; alerts that came by it stay',
  async run(args) {
    const { own, rest } = takeOptions(args, ['client', 'name']);
    const request = { clientId: required(own, 'client'), name: required(own, 'name'), actor: CONSOLE };
    return withGateway(rest, async ({ parts }) => {
      await removeCallflow(parts, request);
      process.stdout.write(`Removed ${request.name} of ${request.clientId}\n`);
      return 0;
    });
  },
};

export const listCallflowsCommand: Command = {
  words: ['callflow', 'list'],
  usage: '',
  sentence: 'List the clients that may send alerts, with their callflows, one JSON line each',
  async run(args) {
    return withGateway(args, async ({ parts }) => {
      for (const { id, callflows } of await listSenders(parts)) {
        process.stdout.write(`${JSON.stringify({ client: id, callflows })}\n`);
      }
      return 0;
    });
  },
};
