import { json, member, rule, status } from './checks.ts';
import { type Exchange, NotReached } from './exchange.ts';
import * as be from './kinds.ts';
import { type Line, linesOf } from './lines.ts';
import { ALERTS, detail, dispositionKind, EVENTS, LEI, logMessage, named, statusKind } from './rapidsos-kinds.ts';
import { clientToken, openEvents } from './rapidsos-steps.ts';
import { receiverOf, webhookLines } from './rapidsos-webhooks.ts';
import type { Run, Step } from './run.ts';
import { asForm, bearerOf, FORM, JSON_TYPE } from './tokens.ts';
import type { Messages } from './web-socket.ts';

const TRIGGER = '/v1/rem/trigger';
const SUBSCRIPTIONS = '/v1/webhooks/subscriptions';

/** The token of the client that raises. */
export const stationToken: Step = async (run) => {
  const { second } = run.credentials;
  if (second === null) return run.take(clientToken);
  const values = { client_id: second.clientId, client_secret: second.clientSecret, grant_type: 'client_credentials' };
  return run.send({ method: 'POST', path: '/oauth/token', headers: FORM, body: asForm(values) });
};

const USER = { full_name: 'Sallyport Contract Test', phone_number: '+15555550100' };
const GEODETIC = { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 };
const EVENT = { emergency_type: 'TEST_BURGLARY', description: 'TEST of the contract, no emergency' };

/** An alert that names itself a test, in all its parts or lacking one of them. */
const triggering = (variables: Readonly<Record<string, unknown>>): Step => {
  return async (run) => {
    const headers = { ...(await bearerOf(run, stationToken)), ...JSON_TYPE };
    const body = JSON.stringify({ callflow: run.credentials.callflow, variables });
    return run.send({ method: 'POST', path: TRIGGER, headers, body });
  };
};
/** One that is to be refused; what raised an alert, though it should not have, is canceled. */
const lacking = (variables: Readonly<Record<string, unknown>>): Step => {
  return async (run) => {
    const answer = await triggering(variables)(run);
    run.atEnd(() => cancel(run, answer));
    return answer;
  };
};
const WHOLE = { user: USER, event: { ...EVENT, location: { geodetic: GEODETIC } } };
const withoutName = lacking({ ...WHOLE, user: { phone_number: USER.phone_number } });
const withoutPhone = lacking({ ...WHOLE, user: { full_name: USER.full_name } });
const withoutLocation = lacking({ user: USER, event: EVENT });

const events = new WeakMap<Run, Promise<Messages>>();
function eventsOf(run: Run): Promise<Messages> {
  const known = events.get(run) ?? openEvents(run);
  events.set(run, known);
  return known;
}

function alertIdIn({ json: body }: Exchange): string {
  const { alert_id, parent_session_id } = Object(body) as { alert_id?: unknown; parent_session_id?: unknown };
  const id = [alert_id, parent_session_id].find((one) => typeof one === 'string');
  if (id === undefined) throw new NotReached('no alert was raised');
  return String(id);
}

/** Raises the alert of the run. It is canceled at the end, wherever the run stops; stream and webhooks are there before. */
export const raised: Step = async (run) => {
  await eventsOf(run).catch(() => undefined);
  if (run.settings.receiver !== null) await receiverOf(run).catch(() => undefined);
  const answer = await triggering(WHOLE)(run);
  run.atEnd(() => run.take(canceled));
  return answer;
};

/** A caller's number as LEI takes it: digits with the country code. */
const CALLER = USER.phone_number.slice(1);
/** Where the caller of the raised alert is, asked for in the query or in a body. */
const locating = (more: string): Step => {
  return async (run) => {
    alertIdIn(await run.take(raised));
    const path = `/location?caller_id=${CALLER}${more}`;
    return run.send({ method: 'GET', path, headers: await bearerOf(run, clientToken) });
  };
};
const latestLocation = locating('');
const fewLocations = locating('&limit=2');
const locationsOfOddStart = locating('&start=-1');
const postedLocation: Step = async (run) => {
  alertIdIn(await run.take(raised));
  const headers = { ...(await bearerOf(run, clientToken)), ...JSON_TYPE };
  return run.send({ method: 'POST', path: '/location', headers, body: JSON.stringify({ caller_id: CALLER }) });
};

async function changing(run: Run, by: Step, body: object, alert = raised): Promise<Exchange> {
  const headers = { ...(await bearerOf(run, by)), ...JSON_TYPE };
  const path = `/v1/alerts/${encodeURIComponent(alertIdIn(await run.take(alert)))}`;
  return run.send({ method: 'PATCH', path, headers, body: JSON.stringify(body) });
}
const CANCELED = { status: 'CANCELED', cancel_reason: 'A test' };
const cancel = (run: Run, answer: Exchange) => changing(run, stationToken, CANCELED, async () => answer);
/** A change that comes after another one, whatever became of that. */
const changeAfter = (before: Step, by: Step, body: object): Step => {
  return async (run) => {
    await run.take(before);
    return changing(run, by, body);
  };
};
const dispatchRequested = changeAfter(raised, stationToken, { status: 'DISPATCH_REQUESTED' });
const acceptedByStation = changeAfter(dispatchRequested, stationToken, { status: 'ACCEPTED' });
const canceledByCenter = changeAfter(dispatchRequested, clientToken, { status: 'CANCELED' });
const disposedByStation = changeAfter(dispatchRequested, stationToken, { disposition: 'DISPATCHED' });
const accepted = changeAfter(dispatchRequested, clientToken, { status: 'ACCEPTED' });
const declinedAfterwards = changeAfter(accepted, clientToken, { status: 'DECLINED', decline_reason: 'A test' });
const dispatched = changeAfter(accepted, clientToken, { disposition: 'DISPATCHED' });

const writingMessage = (before: Step, message: string): Step => {
  return async (run) => {
    await run.take(before);
    const headers = { ...(await bearerOf(run, clientToken)), ...JSON_TYPE };
    const path = `/v1/alerts/${encodeURIComponent(alertIdIn(await run.take(raised)))}/log_messages`;
    const body = { message, message_type: 'CHAT_MESSAGE', sender: 'Contract test', sender_id: '41' };
    return run.send({ method: 'POST', path, headers, body: JSON.stringify(body) });
  };
};
const chat = writingMessage(accepted, 'A test message');
const longChat = writingMessage(chat, 'x'.repeat(1_001));
const canceled: Step = async (run) => changing(run, stationToken, CANCELED);

interface Frame {
  readonly event?: unknown;
  readonly body?: { readonly alert_id?: unknown; readonly status?: { readonly name?: unknown } };
}
/** The event of the alert that follows a step. */
const eventAfter = (before: Step, type: string, state?: string): Step => {
  return async (run) => {
    const id = alertIdIn(await run.take(raised));
    await run.take(before);
    const messages = await eventsOf(run);
    return messages.first(`${type} of the alert`, (message) => {
      const { event, body } = Object(message) as Frame;
      const ofType = event === type || (event === undefined && type === eventTypeIn(message));
      return ofType && body?.alert_id === id && (state === undefined || body?.status?.name === state);
    });
  };
};
/** Its type under the name that webhooks have for it, so that one line alone asks for the right name. */
const eventTypeIn = (message: unknown) => (Object(message) as { event_type?: unknown }).event_type;

const subscribed: Step = async (run) => {
  const headers = { ...(await bearerOf(run, clientToken)), ...JSON_TYPE };
  const url = new URL('/sallyport-contract-test', run.base).href;
  const body = JSON.stringify({ url, event_types: ['location.prevalidation'] });
  const answer = await run.send({ method: 'POST', path: SUBSCRIPTIONS, headers, body });
  run.atEnd(() => run.take(unsubscribed));
  return answer;
};
const unsubscribed: Step = async (run) => {
  const { id } = Object((await run.take(subscribed)).json) as { id?: unknown };
  if (typeof id !== 'number' && typeof id !== 'string') throw new NotReached('no subscription was made');
  return run.send({ method: 'DELETE', path: `${SUBSCRIPTIONS}/${id}`, headers: await bearerOf(run, clientToken) });
};

const FLOW = 'documentation: RapidSOS, callflow trigger';
const MINIMUM = 'seed: RapidSOS Authentication Token for Ingress and Egress APIs, "Sample Code Snippet"';
const CHANGE = `${ALERTS}, PATCH /v1/alerts/{alert_id}`;
const WEBHOOKS = 'observed: RapidSOS, webhook subscriptions';

const writes = (title: string, step: Step, source: string, checks: Parameters<typeof linesOf>[2]) =>
  linesOf(title, { step, source, needs: ['write'] }, checks);
const refused = (code: number) => [status(code), json, detail];
const textOf = (name: string) => member(`body.${name}`, be.filledText);

/** What every event of a change has. */
const CHANGED = (type: string) => [
  member('event', be.exactly(type)),
  member('timestamp', be.milliseconds),
  member('body.created_at', be.millisecondsText),
  member('body.message_time', be.millisecondsText),
  textOf('entity_id'),
  textOf('entity_display_name'),
  textOf('sender'),
  member('body.sender_id', be.startingWith('RapidSOS-')),
];
const isRecent = rule('timestamp is within five minutes of now', ({ json: body }) => {
  const { timestamp } = Object(body) as { timestamp?: unknown };
  if (typeof timestamp !== 'number') throw new NotReached('timestamp is no number');
  // In whatever unit: a line of its own asks for milliseconds.
  const away = Math.abs(Date.now() - (timestamp < 1e11 ? timestamp * 1_000 : timestamp));
  return away <= 300_000
    ? null
    : `timestamp must be within 300 s of this machine's clock; it is ${away / 1_000} s away`;
});

/** What raises: before anything that reads an alert. */
export const RAISING: readonly Line[] = [
  ...writes('POST /v1/rem/trigger without a user name', withoutName, MINIMUM, refused(400)),
  ...writes('POST /v1/rem/trigger without a user phone', withoutPhone, MINIMUM, refused(400)),
  ...writes('POST /v1/rem/trigger without a location', withoutLocation, MINIMUM, refused(400)),
  ...writes('POST /v1/rem/trigger', raised, FLOW, [status(200), json, member('alert_id', be.filledText)]),
  // The names of an answer's members are not published.
  ...writes('GET /location of the caller', latestLocation, `${LEI}, "caller_id"`, [status(200), json]),
  ...writes('GET /location of the caller, limit=2', fewLocations, `${LEI}, "limit"`, [status(200), json]),
  ...writes('GET /location of the caller, start=-1, which is ignored', locationsOfOddStart, `${LEI}, "start"`, [
    status(200),
  ]),
  ...writes('POST /location of the caller', postedLocation, `${LEI}, POST`, [status(200), json]),
];

/** What is delivered of its way, after the line that changes it. */
const WEBHOOK_LINES = webhookLines({ raised, accepted, alertIdIn });

/** The alert's way, and the webhook's, after everything that reads it as it was raised. */
export const CHANGING: readonly Line[] = [
  ...writes('alert.new', eventAfter(raised, 'alert.new'), EVENTS, [
    member('event', be.exactly('alert.new')),
    member('timestamp', be.milliseconds),
    isRecent,
    member('body.status', named('NEW')),
    member('body.followers', be.emptyList),
    member('body.created_time', be.milliseconds),
  ]),
  ...writes('PATCH to DISPATCH_REQUESTED by the station', dispatchRequested, CHANGE, [
    status(200),
    json,
    member('status', named('DISPATCH_REQUESTED')),
    member('disposition', dispositionKind),
    member('last_updated_time', be.milliseconds),
  ]),
  ...writes(
    'alert.status_update to DISPATCH_REQUESTED',
    eventAfter(dispatchRequested, 'alert.status_update', 'DISPATCH_REQUESTED'),
    EVENTS,
    [
      ...CHANGED('alert.status_update'),
      member('body.status', statusKind),
      member('body.status.sla_expiration_time', be.milliseconds),
    ],
  ),
  ...writes('PATCH to ACCEPTED by the station', acceptedByStation, CHANGE, refused(403)),
  ...writes('PATCH to CANCELED by the center', canceledByCenter, CHANGE, refused(403)),
  ...writes('PATCH of the disposition by the station', disposedByStation, CHANGE, refused(403)),
  ...writes('PATCH to ACCEPTED by the center', accepted, CHANGE, [
    status(200),
    json,
    member('status', named('ACCEPTED')),
  ]),
  ...writes('alert.status_update to ACCEPTED', eventAfter(accepted, 'alert.status_update', 'ACCEPTED'), EVENTS, [
    member('event', be.exactly('alert.status_update')),
    member('body.status', named('ACCEPTED')),
  ]),
  ...writes('PATCH from ACCEPTED to DECLINED', declinedAfterwards, CHANGE, refused(409)),
  ...writes('PATCH of the disposition by the center', dispatched, CHANGE, [
    status(200),
    member('disposition', named('DISPATCHED')),
  ]),
  ...writes('alert.disposition_update', eventAfter(dispatched, 'alert.disposition_update'), EVENTS, [
    ...CHANGED('alert.disposition_update'),
    member('body.disposition', named('DISPATCHED')),
  ]),
  ...writes('POST /v1/alerts/{alert_id}/log_messages', chat, `${ALERTS}, POST /v1/alerts/{alert_id}/log_messages`, [
    status(200),
    json,
    member('', logMessage),
    member('sender_id', be.startingWith('RapidSOS-')),
    member('message', be.exactly('A test message')),
  ]),
  ...writes(
    'POST /v1/alerts/{alert_id}/log_messages of 1,001 characters',
    longChat,
    `${ALERTS}, POST /v1/alerts/{alert_id}/log_messages`,
    refused(400),
  ),
  ...writes('alert.chat', eventAfter(chat, 'alert.chat'), EVENTS, [
    ...CHANGED('alert.chat'),
    member('body.message', be.exactly('A test message')),
  ]),
  ...writes('PATCH to CANCELED by the station', canceled, CHANGE, [
    status(200),
    json,
    member('status', named('CANCELED')),
  ]),
  ...writes('alert.status_update to CANCELED', eventAfter(canceled, 'alert.status_update', 'CANCELED'), EVENTS, [
    member('body.status', named('CANCELED')),
  ]),
  ...writes('POST /v1/webhooks/subscriptions', subscribed, WEBHOOKS, [
    status(201),
    json,
    member('id', be.wholeNumber),
    member('created_time', be.milliseconds),
    member('url', be.httpUrl),
    member('event_types', be.texts),
  ]),
  ...writes('DELETE /v1/webhooks/subscriptions/{id}', unsubscribed, WEBHOOKS, [status(204)]),
  ...WEBHOOK_LINES,
];
