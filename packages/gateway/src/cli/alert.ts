import type {
  Alert,
  AlertChanged,
  AlertChangeRequest,
  AlertDispositionName,
  TriggerRequest,
} from '@sallyport/contract';
import { type Call, defineCommand, flag, needed, neededChoice, UsageError, value } from './command.ts';
import { GIVEN_VARIABLES, readVariables } from './read-variables.ts';
import { numberOf, operandOf, PROFILED, type Profiled, withProfile } from './with-profile.ts';

const ALERT = { name: 'ALERT-ID', sentence: 'The alert, as alert-…' };
const LISTED = 50;
const MOST = 10_000;
const DISPOSITIONS: readonly AlertDispositionName[] = [
  ...(['DISPATCHED', 'ENROUTE', 'PREEMPTED', 'ON_SCENE'] as const),
  ...(['CLEARED_NO_REPORT', 'CLEARED_WITH_REPORT', 'CLOSED'] as const),
];

const rowOf = ({ alert_id, created_time, status, emergency_type }: Alert) => [
  alert_id,
  new Date(Number(created_time)).toISOString(),
  status.name,
  emergency_type.name,
];

const changedText = (id: string, { status, disposition }: AlertChanged) =>
  `${id} is ${status.name}${disposition == null ? '' : `, ${disposition.name}`}\n`;

export const sendAlertCommand = defineCommand({
  words: ['alert', 'send'],
  options: {
    callflow: needed('name', 'The callflow, as the operator registered it'),
    ...GIVEN_VARIABLES,
    'idempotency-key': value('key', 'To send the same alert again later without a second one; made anew otherwise'),
    ...PROFILED,
  },
  serverOptions: 'none',
  sentence: 'Send an alert; it is stored once, however often it has to be sent',
  run: (call) =>
    withProfile(call.options, async (server) => {
      const { callflow, 'idempotency-key': idempotencyKey } = call.options;
      const request: TriggerRequest = { callflow, variables: await readVariables(call.options) };
      const answer = await server.rapidsos().trigger(request, { idempotencyKey });
      call.print(answer, () => `${answer.alert_id}\n`);
      return 0;
    }),
});

export const listAlertsCommand = defineCommand({
  words: ['alert', 'list'],
  options: {
    since: value('instant', 'Those that came after it, as in 2026-11-29T10:00:00Z; all where it is left out'),
    limit: value('number', `How many at most; ${LISTED} where it is left out`),
    ...PROFILED,
  },
  serverOptions: 'none',
  sentence: 'List the alerts of the agency, or those that the client sent, the oldest first',
  run: (call) =>
    withProfile(call.options, async (server) => {
      const limit = numberOf('limit', call.options.limit, LISTED, MOST);
      const start = call.options.since === undefined ? 0 : Date.parse(call.options.since);
      if (Number.isNaN(start)) throw new UsageError('--since must be an instant, as in 2026-11-29T10:00:00Z');
      const alerts: Alert[] = [];
      for await (const alert of server.rapidsos().alerts({ start })) {
        alerts.push(alert);
        if (alerts.length >= limit) break;
      }
      call.printAll(alerts, rowOf);
      return 0;
    }),
});

export const showAlertCommand = defineCommand({
  words: ['alert', 'show'],
  operand: ALERT,
  options: { logs: flag('With its log and additional data'), ...PROFILED },
  serverOptions: 'none',
  sentence: 'Show one alert',
  run: (call) =>
    withProfile(call.options, async (server) => {
      const id = operandOf(call, ALERT.name);
      const alert = await server.rapidsos().alert(id, { logs: call.options.logs === true });
      call.printWhole(alert);
      return 0;
    }),
});

/** Changes the alert that was named, and prints what it is then. */
function change(call: Call & { readonly options: Profiled }, request: AlertChangeRequest): Promise<number> {
  return withProfile(call.options, async (server) => {
    const id = operandOf(call, ALERT.name);
    const changed = await server.rapidsos().changeAlert(id, request);
    call.print(changed, () => changedText(id, changed));
    return 0;
  });
}

export const acceptAlertCommand = defineCommand({
  words: ['alert', 'accept'],
  operand: ALERT,
  options: PROFILED,
  serverOptions: 'none',
  sentence: 'Accept an alert for the center',
  run: (call) => change(call, { status: 'ACCEPTED' }),
});

export const declineAlertCommand = defineCommand({
  words: ['alert', 'decline'],
  operand: ALERT,
  options: { reason: value('text', 'Why, in up to 100 characters'), ...PROFILED },
  serverOptions: 'none',
  sentence: 'Decline an alert for the center',
  run: (call) => {
    const { reason } = call.options;
    return change(call, { status: 'DECLINED', ...(reason !== undefined && { decline_reason: reason }) });
  },
});

export const cancelAlertCommand = defineCommand({
  words: ['alert', 'cancel'],
  operand: ALERT,
  options: { reason: value('text', 'Why, in up to 100 characters'), ...PROFILED },
  serverOptions: 'none',
  sentence: 'Cancel an alert that the client sent',
  run: (call) => {
    const { reason } = call.options;
    return change(call, { status: 'CANCELED', ...(reason !== undefined && { cancel_reason: reason }) });
  },
});

export const dispositionAlertCommand = defineCommand({
  words: ['alert', 'disposition'],
  operand: ALERT,
  options: { set: neededChoice(DISPOSITIONS, 'What they do'), ...PROFILED },
  serverOptions: 'none',
  sentence: 'State what the responders do about an alert',
  run: (call) => change(call, { disposition: call.options.set }),
});

export const chatAlertCommand = defineCommand({
  words: ['alert', 'chat'],
  operand: ALERT,
  options: { text: needed('text', 'What to write, in up to 1000 characters'), ...PROFILED },
  serverOptions: 'none',
  sentence: 'Write to whoever is on the other side of an alert',
  run: (call) =>
    withProfile(call.options, async (server) => {
      const id = operandOf(call, ALERT.name);
      const message = await server.rapidsos().chat(id, call.options.text);
      call.print(message, () => `Written to ${id}\n`);
      return 0;
    }),
});

export const ALERT_COMMANDS = [
  ...[sendAlertCommand, listAlertsCommand, showAlertCommand, acceptAlertCommand, declineAlertCommand],
  ...[cancelAlertCommand, dispositionAlertCommand, chatAlertCommand],
] as const;
