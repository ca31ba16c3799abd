import { mediaType, member } from './checks.ts';
import { type Exchange, NotReached } from './exchange.ts';
import * as be from './kinds.ts';
import { type Line, linesOf } from './lines.ts';
import { named } from './rapidsos-kinds.ts';
import { clientToken } from './rapidsos-steps.ts';
import { Receiver } from './receiver.ts';
import type { Run, Step } from './run.ts';
import { bearerOf, JSON_TYPE } from './tokens.ts';

const SUBSCRIPTIONS = '/v1/webhooks/subscriptions';
const ENVELOPE = 'observed: RapidSOS, deliveries of alert webhooks';
const EVENT_TYPES = ['alert.new', 'alert.status_update'];

const receivers = new WeakMap<Run, Promise<Receiver>>();

async function subscribe(run: Run): Promise<Receiver> {
  const receiver = await Receiver.open(run);
  const headers = { ...(await bearerOf(run, clientToken)), ...JSON_TYPE };
  const body = JSON.stringify({ url: receiver.url, event_types: EVENT_TYPES });
  const answer = await run.send({ method: 'POST', path: SUBSCRIPTIONS, headers, body });
  const { id } = Object(answer.json) as { id?: unknown };
  if (typeof id !== 'number' && typeof id !== 'string') {
    throw new NotReached(`no subscription was made; the server answered ${answer.status}`);
  }
  run.atEnd(() => run.send({ method: 'DELETE', path: `${SUBSCRIPTIONS}/${id}`, headers }));
  return receiver;
}

/** The run's subscription, made at the first call: before the alert is raised, so that its first event is in it. */
export function receiverOf(run: Run): Promise<Receiver> {
  const known = receivers.get(run) ?? subscribe(run);
  receivers.set(run, known);
  return known;
}

interface Envelope {
  /** Its name in webhooks, and the one of the WebSocket: one line alone asks for the right one. */
  readonly event_type?: unknown;
  readonly event?: unknown;
  readonly body?: { readonly alert_id?: unknown; readonly status?: { readonly name?: unknown } };
}

const deliveredAfter = (
  before: Step,
  alertIdIn: (answer: Exchange) => string,
  raised: Step,
  type: string,
  state?: string,
): Step => {
  return async (run) => {
    const receiver = await receiverOf(run);
    const id = alertIdIn(await run.take(raised));
    await run.take(before);
    return receiver.first(`the webhook ${type} of the alert`, (sent) => {
      const { event_type: named, event, body } = Object(sent) as Envelope;
      return (
        (named ?? event) === type && body?.alert_id === id && (state === undefined || body?.status?.name === state)
      );
    });
  };
};

/** What is delivered of an alert that was raised, and of one that was accepted. */
export function webhookLines(steps: {
  readonly raised: Step;
  readonly accepted: Step;
  readonly alertIdIn: (answer: Exchange) => string;
}): readonly Line[] {
  const { raised, accepted, alertIdIn } = steps;
  const of = (title: string, step: Step, checks: Parameters<typeof linesOf>[2]) =>
    linesOf(title, { step, source: ENVELOPE, needs: ['write', 'receiver'] }, checks);
  return [
    ...of('Webhook alert.new', deliveredAfter(raised, alertIdIn, raised, 'alert.new'), [
      mediaType('application/json'),
      member('event_type', be.exactly('alert.new')),
      member('timestamp', be.milliseconds),
      member('body.status', named('NEW')),
      member('body.created_time', be.milliseconds),
    ]),
    ...of(
      'Webhook alert.status_update to ACCEPTED',
      deliveredAfter(accepted, alertIdIn, raised, 'alert.status_update', 'ACCEPTED'),
      [member('event_type', be.exactly('alert.status_update')), member('timestamp', be.milliseconds)],
    ),
  ];
}
