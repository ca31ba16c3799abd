import { ALERT_CHANGES } from '../agencies/callflows/alert-changes.ts';
import { listSenders } from '../authorization/callflows/list-callflows.ts';
import {
  addCallflow,
  type CallflowSettings,
  editCallflow,
  removeCallflow,
} from '../authorization/callflows/save-callflow.ts';
import { encodeAnswerFields, readAnswerFields, WIRE_ANSWER_FIELDS } from '../dialects/requests/answer-fields.ts';
import { CONSOLE, choice, defineCommand, flag, needed, UsageError, value } from './command.ts';
import { withGateway } from './with-gateway.ts';

const ROUTINGS = ['fixed', 'position'] as const;
type SettingName = 'agencies' | 'default-agency' | 'required' | 'answers' | 'tells';
type Given = Readonly<Record<SettingName, string | undefined>> & {
  readonly by: (typeof ROUTINGS)[number] | undefined;
};

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
  return {
    ...(agencies !== undefined && { agencyIds: listOf(agencies) }),
    ...(defaultAgency !== undefined && { defaultAgencyId: defaultAgency === 'none' ? null : defaultAgency }),
    ...(by !== undefined && { routing: by }),
    ...(dispatch !== undefined && { requestsDispatch: dispatch }),
    ...(variables !== undefined && { requiredVariables: listOf(variables) }),
    ...(answers !== undefined && { answersWith: readAnswerFields(listFrom('answers', answers, WIRE_ANSWER_FIELDS)) }),
    ...(tells !== undefined && { tellsSender: listFrom('tells', tells, ALERT_CHANGES) }),
  };
}

export const setCallflowCommand = defineCommand({
  words: ['callflow', 'set'],
  options: {
    client: needed('id', 'The client that sends alerts by it'),
    name: needed('name', 'The name of the callflow'),
    agencies: value('a,b', 'The agencies its alerts go to, by id'),
    'default-agency': value('id', 'Where an alert goes that no boundary covers, or none'),
    by: choice(ROUTINGS, 'Whether the agency is fixed or chosen by boundaries'),
    dispatch: flag('Request dispatch at once'),
    required: value('v,w', 'Variables an alert must have, or none'),
    answers: value('f,g', `Fields of the answer: ${WIRE_ANSWER_FIELDS.join(', ')}; or none`),
    tells: value('n,m', `What the sender is sent: ${ALERT_CHANGES.join(', ')}; or none`),
  },
  serverOptions: 'place',
  sentence:
    'Add a callflow or change what is named of one: where its alerts go, what they must state, what the sender learns',
  async run(call) {
    const { options } = call;
    const request = { clientId: options.client, name: options.name, actor: CONSOLE };
    const settings = readSettings(options, options.dispatch);
    return withGateway(call, async ({ parts }) => {
      const client = await parts.clients.find(request.clientId);
      const isThere = client?.callflows.some(({ name }) => name === request.name) === true;
      const save = isThere ? editCallflow : addCallflow;
      const { agencyIds } = await save(parts, { ...request, settings });
      const { clientId: id, name } = request;
      call.print({ client: id, name, agencies: agencyIds }, `${name} of ${id} goes to ${agencyIds.join(', ')}\n`);
      return 0;
    });
  },
});

export const removeCallflowCommand = defineCommand({
  words: ['callflow', 'remove'],
  options: {
    client: needed('id', 'The client that sends alerts by it'),
    name: needed('name', 'The name of the callflow'),
  },
  serverOptions: 'place',
  sentence: 'Take a callflow away; alerts that came by it stay',
  async run(call) {
    const { options } = call;
    const request = { clientId: options.client, name: options.name, actor: CONSOLE };
    return withGateway(call, async ({ parts }) => {
      await removeCallflow(parts, request);
      const { clientId: id, name } = request;
      call.print({ client: id, name, is_removed: true }, `Removed ${name} of ${id}\n`);
      return 0;
    });
  },
});

export const listCallflowsCommand = defineCommand({
  words: ['callflow', 'list'],
  options: {},
  serverOptions: 'place',
  sentence: 'List the clients that may send alerts, with their callflows, one JSON line each',
  async run(call) {
    return withGateway(call, async ({ parts }) => {
      for (const { id, callflows } of await listSenders(parts)) {
        const listed = callflows.map((callflow) => ({
          ...callflow,
          answersWith: encodeAnswerFields(callflow.answersWith),
        }));
        await call.printLine(`${JSON.stringify({ client: id, callflows: listed })}\n`);
      }
      return 0;
    });
  },
});
