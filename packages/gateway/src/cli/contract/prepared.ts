import { json, member, rule, status } from './checks.ts';
import type { ContractDialect } from './dialect.ts';
import { type Exchange, NotOffered, NotReached } from './exchange.ts';
import * as be from './kinds.ts';
import { type Line, linesOf } from './lines.ts';
import type { Run, Step } from './run.ts';
import { bearerOf, JSON_TYPE, NO_TOKEN } from './tokens.ts';
import { Messages, shakeHands } from './web-socket.ts';

const DOCUMENT = 'seed: Prepared Authentication';
const TOKEN = `${DOCUMENT}, "Obtaining an Access Token"`;
const USING = `${DOCUMENT}, "Using Your Access Token"`;
const SCOPES = `${DOCUMENT}, "Scopes Reference"`;
const AUDIO = `${DOCUMENT}, "WebRTC (Live Audio)"`;
const EXPIRY = `${DOCUMENT}, "Token Expiration"`;
const EVENT_FIELDS = 'documentation: Prepared, incident events webhooks';
const TRANSCRIPT = 'documentation: Prepared, live transcript (Action Cable)';
const FIND = 'documentation: Prepared, Create CAD Incident';

const TWO_HOURS_SECONDS = 7_200;
const EVENTS = '/v1/incident_events';
const STREAM = `${EVENTS}/stream`;
const CABLE_PROTOCOL = 'actioncable-v1-json';

const tokenOf = (clientOf: (run: Run) => { clientId: string; clientSecret: string }, scope: string): Step => {
  return async (run) => {
    const { clientId: client_id, clientSecret: client_secret } = clientOf(run);
    const body = JSON.stringify({ client_id, client_secret, grant_type: 'client_credentials', scope });
    return run.send({ method: 'POST', path: '/oauth/token', headers: JSON_TYPE, body });
  };
};
const eventsToken = tokenOf((run) => run.credentials, 'incident_events');
const cadToken = tokenOf((run) => {
  const { second } = run.credentials;
  if (second === null) throw new NotReached('no client of the CAD was given');
  return second;
}, 'cad_incidents');

const reading = (by: Step): Step => {
  return async (run) => run.send({ method: 'GET', path: EVENTS, headers: await bearerOf(run, by) });
};
const events = reading(eventsToken);
const eventsAgain = reading(eventsToken);
const eventsByCad = reading(cadToken);
const eventsWithoutToken: Step = (run) => run.send({ method: 'GET', path: EVENTS });
const eventsByNobody: Step = (run) => run.send({ method: 'GET', path: EVENTS, headers: NO_TOKEN });

type Members = Readonly<Record<string, unknown>>;

/** Every object in an answer whose container the documents do not name. */
function objectsIn(value: unknown): readonly Members[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? inner : [value as Members, ...inner];
}

/** The first event of that type, as if it were the whole answer. */
const eventOf = (type: string): Step => {
  return async (run) => {
    const exchange = await run.take(events);
    const found = objectsIn(exchange.json).find((one) => one['type'] === type);
    if (found === undefined) throw new NotReached(`no event of the type ${type} is there`);
    return { ...exchange, json: found };
  };
};

/** An incident whose audio is live, or any. */
async function someIncident(run: Run): Promise<string> {
  const all = objectsIn((await run.take(events)).json).filter((one) => one['type'] === 'incident_metadata');
  const { id } = all.findLast((one) => one['is_audio_live'] === true) ?? all.at(-1) ?? {};
  if (typeof id !== 'string') throw new NotReached('no incident is there');
  return id;
}
const streamToken: Step = async (run) => {
  const path = `${EVENTS}/${encodeURIComponent(await someIncident(run))}/stream_token`;
  const headers = { ...(await bearerOf(run, eventsToken)), ...JSON_TYPE };
  const body = JSON.stringify({ participant_id: 'sallyport-contract-test' });
  const answer = await run.send({ method: 'POST', path, headers, body });
  const { error } = Object(answer.json) as { error?: unknown };
  if (answer.status !== 503 || error !== 'not_configured') return answer;
  throw new NotOffered('the server answers 503, not_configured: it has no live audio');
};

const tokenPath = async (run: Run, path: string) => {
  const { authorization } = await bearerOf(run, eventsToken);
  return `${path}?token=${encodeURIComponent(authorization.slice('Bearer '.length))}`;
};
const handshake: Step = async (run) => shakeHands(run, await tokenPath(run, STREAM));
const handshakeByNobody: Step = (run) => shakeHands(run, `${STREAM}?token=sallyport-contract-test`);
const cableHandshake: Step = async (run) => {
  return shakeHands(run, await tokenPath(run, '/cable'), { 'sec-websocket-protocol': CABLE_PROTOCOL });
};

const cables = new WeakMap<Run, Promise<Messages>>();
function cableOf(run: Run): Promise<Messages> {
  const open = async () => {
    const messages = new Messages(run, await tokenPath(run, '/cable'), [CABLE_PROTOCOL]);
    await messages.opened();
    return messages;
  };
  const known = cables.get(run) ?? open();
  cables.set(run, known);
  return known;
}
const typeIn = (message: unknown) => (Object(message) as Members)['type'];
/** The first message of all, whatever it is. */
const welcome: Step = async (run) => (await cableOf(run)).first('welcome', () => true);
const ping: Step = async (run) => (await cableOf(run)).first('a ping', (message) => typeIn(message) === 'ping');
const subscription: Step = async (run) => {
  const cable = await cableOf(run);
  const identifier = JSON.stringify({ channel: 'PartnerEventsChannel', incident_id: await someIncident(run) });
  await run.take(welcome);
  cable.send({ command: 'subscribe', identifier });
  return cable.first('the answer to subscribe', (message) => (Object(message) as Members)['identifier'] === identifier);
};

/** A CAD incident that names itself a test. */
const finding = (headersOf: (run: Run) => Promise<Readonly<Record<string, string>>>): Step => {
  return async (run) => {
    const cad = { cad_partner_incident_id: 'TEST-SALLYPORT-CONTRACT', caller_phone_number: '+15555550100' };
    const headers = { ...(await headersOf(run)), ...JSON_TYPE };
    return run.send({ method: 'POST', path: '/v2/find_incident', headers, body: JSON.stringify(cad) });
  };
};
const found = finding((run) => bearerOf(run, cadToken));
const foundAgain: Step = async (run) => {
  await run.take(found);
  return finding((again) => bearerOf(again, cadToken))(run);
};
const foundByEvents = finding((run) => bearerOf(run, eventsToken));
const foundByNobody = finding(async () => NO_TOKEN);
const foundWithoutToken = finding(async () => ({}));

const tokenChecks = [
  status(200),
  json,
  member('access_token', be.filledText),
  member('token_type', be.exactly('Bearer')),
  member('expires_in', be.lifetime(TWO_HOURS_SECONDS, be.wholeNumber)),
];
const hasJwt = rule('has a JWT', ({ text }: Exchange) =>
  /"[\w-]+\.[\w-]+\.[\w-]+"/.test(text) ? null : 'the answer must have a JWT; it has none',
);
const hasUuid = (name: string) => member(name, be.uuid);

const READS: readonly Line[] = [
  ...linesOf('POST /oauth/token for incident_events', { step: eventsToken, source: TOKEN }, tokenChecks),
  ...linesOf('GET /v1/incident_events', { step: events, source: `${USING}, "HTTPS Requests"` }, [status(200), json]),
  ...linesOf('GET /v1/incident_events again with the same token', { step: eventsAgain, source: EXPIRY }, [status(200)]),
  ...linesOf('GET /v1/incident_events without a token', { step: eventsWithoutToken, source: EXPIRY }, [status(401)]),
  ...linesOf('GET /v1/incident_events with a wrong token', { step: eventsByNobody, source: EXPIRY }, [status(401)]),
  ...linesOf('incident_metadata', { step: eventOf('incident_metadata'), source: EVENT_FIELDS }, [
    hasUuid('id'),
    member('caller_phone_number', be.orNull(be.e164)),
    member('is_audio_live', be.boolean),
    member('audio_call_ended_at', be.orNull(be.markedUtcInstant)),
    member('created_at', be.markedUtcInstant),
    member('updated_at', be.markedUtcInstant),
    member('chatroom_url', be.httpUrl),
  ]),
  ...linesOf('caller_location', { step: eventOf('caller_location'), source: EVENT_FIELDS }, [
    hasUuid('id'),
    hasUuid('incident_id'),
    member('lat', be.number),
    member('lng', be.number),
    member('created_at', be.markedUtcInstant),
  ]),
  ...linesOf('POST /v1/incident_events/{id}/stream_token', { step: streamToken, source: AUDIO }, [
    status(200, 201),
    json,
    hasJwt,
  ]),
  ...linesOf(
    'WebSocket /v1/incident_events/stream?token=',
    { step: handshake, source: `${USING}, "WebSocket Connections"` },
    [status(101)],
  ),
  ...linesOf(
    'WebSocket /v1/incident_events/stream with a wrong token',
    { step: handshakeByNobody, source: `${USING}, "WebSocket Connections"` },
    [status(401)],
  ),
  ...linesOf('WebSocket /cable?token=', { step: cableHandshake, source: TRANSCRIPT }, [status(101)]),
  ...linesOf('/cable: welcome', { step: welcome, source: TRANSCRIPT }, [member('type', be.exactly('welcome'))]),
  ...linesOf('/cable: subscribe to PartnerEventsChannel', { step: subscription, source: TRANSCRIPT }, [
    member('type', be.exactly('confirm_subscription')),
  ]),
  ...linesOf('/cable: ping', { step: ping, source: TRANSCRIPT }, [member('message', be.seconds)]),
];

const CAD: readonly Line[] = [
  ...linesOf('POST /oauth/token for cad_incidents', { step: cadToken, source: TOKEN, needs: ['second'] }, tokenChecks),
  ...linesOf(
    'GET /v1/incident_events with a token for cad_incidents',
    { step: eventsByCad, source: SCOPES, needs: ['second'] },
    [status(401, 403)],
  ),
  ...linesOf('POST /v2/find_incident', { step: found, source: FIND, needs: ['second', 'write'] }, [status(200), json]),
  ...linesOf('POST /v2/find_incident again', { step: foundAgain, source: FIND, needs: ['second', 'write'] }, [
    status(200),
  ]),
  ...linesOf(
    'POST /v2/find_incident with a token for incident_events',
    { step: foundByEvents, source: SCOPES, needs: ['second', 'write'] },
    [status(401, 403)],
  ),
  ...linesOf('POST /v2/find_incident without a token', { step: foundWithoutToken, source: FIND, needs: ['write'] }, [
    status(401),
  ]),
  ...linesOf('POST /v2/find_incident with a wrong token', { step: foundByNobody, source: FIND, needs: ['write'] }, [
    status(401),
  ]),
];

export const PREPARED: ContractDialect = {
  title: 'Prepared',
  signIns: [
    {
      step: eventsToken,
      needs: [],
      check: ({ credentials }) => `the client ${credentials.clientId}; check --client-id and SALLYPORT_CLIENT_SECRET`,
    },
    {
      step: cadToken,
      needs: ['second'],
      check: ({ credentials }) =>
        `the client ${credentials.second?.clientId}; check --cad-client-id and SALLYPORT_CAD_CLIENT_SECRET`,
    },
  ],
  lines: [...READS, ...CAD],
};
