import { json, member, rule, status, valueAt } from './checks.ts';
import type { ContractDialect } from './dialect.ts';
import { NotReached } from './exchange.ts';
import { FLOOD_LINES } from './flood.ts';
import * as be from './kinds.ts';
import { type Line, linesOf } from './lines.ts';
import { ALERTS, detail, dispositionKind, EVENTS, LEI, logMessage, named, statusKind } from './rapidsos-kinds.ts';
import { RADE_LINES } from './rapidsos-rade.ts';
import * as steps from './rapidsos-steps.ts';
import { CHANGING, RAISING, stationToken } from './rapidsos-writing.ts';
import { tokenIn } from './tokens.ts';

const TOKEN_DOCUMENT = 'seed: RapidSOS Authentication Token for Ingress and Egress APIs';
const CLIENT_GRANT = `${TOKEN_DOCUMENT}, "Getting an Authentication Token Using the Client Credentials Grant Type"`;
const PERSON_GRANT = `${TOKEN_DOCUMENT}, "Getting an Authentication Token Using the Password Grant Type"`;
const CODES = `${TOKEN_DOCUMENT}, "Response Codes and Values"`;
const SAMPLE = `${TOKEN_DOCUMENT}, "Sample Code Snippet"`;
const USING = `${TOKEN_DOCUMENT}, "Using an Authentication Token"`;
const IRP = 'seed: Integrated RapidSOS Portal (iRP)';
const IRP_TOKEN = `${IRP}, "Access Token Creation"`;
const IRP_LINK = `${IRP}, "Deeplink URL Creation"`;
const IRP_CODES = `${IRP}, "Responses and Error Codes"`;
const ANDROID = 'client: RapidSOS Android SDK, token request';
const PHONES = 'client: RapidSOS Android and iOS SDKs, sign-in';

const HOUR_SECONDS = 3_600;
const EMERGENCIES = [
  ...['BURGLARY', 'HOLDUP', 'SILENT_ALARM', 'CRASH', 'MEDICAL', 'FIRE', 'CO', 'OTHER'],
  ...['ACTIVE_ASSAILANT', 'MOBILE_PANIC', 'TRAIN_DERAILMENT'],
].flatMap((name) => [name, `TEST_${name}`]);

const hasToken = rule('gives an access token', (exchange) =>
  exchange.status === 200 && tokenIn(exchange) !== undefined
    ? null
    : `an access token must be given with 200; the status is ${exchange.status}`,
);
const opensAsPage = rule('opens in a browser, as a page', ({ status: answered, headers }) => {
  const type = headers.get('content-type') ?? 'no type';
  const isPage = (answered === 200 && type.startsWith('text/html')) || (answered >= 300 && answered < 400);
  return isPage ? null : `the deeplink must answer a page to a browser; it answers ${answered}, ${type}`;
});

const TOKENS: readonly Line[] = [
  ...linesOf('POST /oauth/token', { step: steps.clientToken, source: CLIENT_GRANT }, [
    [status(200), CODES],
    [json, CODES],
    member('access_token', be.filledText),
    member('token_type', be.oneOf('Bearer', 'BearerToken')),
    member('issued_at', be.either(be.milliseconds, be.millisecondsText)),
    member('expires_in', be.lifetime(HOUR_SECONDS, be.either(be.wholeNumber, be.digits))),
  ]),
  ...linesOf('POST /oauth/token with JSON under a form header', { step: steps.clientTokenByPython, source: SAMPLE }, [
    hasToken,
  ]),
  ...linesOf('POST /oauth/token with HTTP Basic', { step: steps.clientTokenByBasic, source: ANDROID }, [hasToken]),
  ...linesOf('POST /oauth/token with scope=alerts', { step: steps.clientTokenWithScope, source: ANDROID }, [hasToken]),
  ...linesOf('POST /oauth/token without grant_type', { step: steps.withoutGrantType, source: CODES }, [
    status(400),
    json,
    detail,
  ]),
];

const PERSON: readonly Line[] = [
  ...linesOf('POST /oauth/v2/token', { step: steps.personToken, source: IRP_TOKEN, needs: ['person'] }, [
    [status(200), CODES],
    [json, CODES],
    member('access_token', be.filledText),
    member('token_type', be.exactly('Bearer')),
    member('issued_at', be.millisecondsText),
    member('expires_in', be.lifetime(HOUR_SECONDS, be.digits)),
    member('refresh_token', be.filledText),
    member('refresh_token_issued_at', be.millisecondsText),
    member('refresh_token_expires_in', be.digits),
  ]),
  ...linesOf(
    'POST /oauth/v2/token with JSON under a form header',
    { step: steps.personTokenByPython, source: SAMPLE, needs: ['person'] },
    [hasToken],
  ),
  ...linesOf(
    'POST /oauth/token with the password grant',
    { step: steps.personTokenOnPlainPath, source: PHONES, needs: ['person'] },
    [hasToken],
  ),
  ...linesOf(
    'POST /oauth/v2/token of an unknown user',
    { step: steps.wrongPerson, source: PHONES, needs: ['person'] },
    [status(401), json, [detail, PERSON_GRANT]],
  ),
  ...linesOf(
    'POST /oauth/v2/token without grant_type',
    { step: steps.personWithoutGrantType, source: CODES, needs: ['person'] },
    [status(400), json, detail],
  ),
  ...linesOf('POST /integrations/irp', { step: steps.deeplink, source: IRP_CODES, needs: ['person'] }, [
    status(200),
    json,
    member('url', be.httpUrl),
  ]),
  ...linesOf('The deeplink', { step: steps.deeplinkPage, source: IRP_LINK, needs: ['person'] }, [opensAsPage]),
  ...linesOf(
    'POST /integrations/irp without query',
    { step: steps.deeplinkWithoutQuery, source: IRP_CODES, needs: ['person'] },
    [status(400), json, detail],
  ),
  ...linesOf(
    'POST /integrations/irp with a wrong token',
    { step: steps.deeplinkByNobody, source: IRP_CODES, needs: ['person'] },
    [status(401), json, detail],
  ),
  ...linesOf(
    'POST /integrations/irp as text/plain',
    { step: steps.deeplinkAsText, source: IRP_CODES, needs: ['person'] },
    [status(415), json, detail],
  ),
];

const refusal = (code: number) => [status(code), json, detail] as const;
type Listed = readonly { readonly created_time?: unknown }[];

/** The alerts of a list's answer. Throws `NotReached` where it has none. */
function listedIn(exchange: Parameters<typeof valueAt>[0]): Listed {
  const listed = valueAt(exchange, 'alerts');
  if (!Array.isArray(listed) || listed.length === 0) throw new NotReached('no alert is there; --write raises one');
  return listed.filter((one) => typeof one === 'object' && one !== null);
}
const atMost = (most: number) =>
  rule(`has ${most} alerts at most`, (exchange) => {
    const { length } = listedIn(exchange);
    return length <= most ? null : `alerts must be ${most} at most; they are ${length}`;
  });
const oldestFirst = rule('alerts are in ascending order', (exchange) => {
  const times = listedIn(exchange).map(({ created_time }) => Number(created_time));
  const isSorted = times.every((time, index) => index === 0 || time >= Number(times[index - 1]));
  return isSorted ? null : `alerts must be in ascending order of created_time; they are ${times.join(', ')}`;
});
const untilIsNewest = rule('alerts_until is the created_time of the newest alert', (exchange) => {
  const newest = listedIn(exchange).at(-1)?.created_time;
  const until = valueAt(exchange, 'alerts_until');
  return until === newest ? null : `alerts_until must be ${String(newest)}; it is ${String(until)}`;
});

const LISTS: readonly Line[] = [
  ...linesOf('GET /v1/alerts', { step: steps.alerts, source: `${ALERTS}, GET /v1/alerts` }, [
    status(200),
    json,
    member('alerts_until', be.either(be.milliseconds, be.exactly(0))),
    member('alerts', be.listOf(be.object)),
    atMost(10),
    oldestFirst,
  ]),
  ...linesOf('GET /v1/alerts?limit=1', { step: steps.oneAlert, source: `${ALERTS}, GET /v1/alerts` }, [
    status(200),
    atMost(1),
    untilIsNewest,
  ]),
  ...linesOf(
    'GET /v1/alerts?limit=-1&start=abc, which are ignored',
    { step: steps.alertsOfOddQuery, source: `${ALERTS}, GET /v1/alerts` },
    [status(200)],
  ),
  ...linesOf(
    'GET /v1/alerts, end before start',
    { step: steps.alertsBackwards, source: `${ALERTS}, GET /v1/alerts` },
    refusal(400),
  ),
  ...linesOf('GET /v1/alerts without a token', { step: steps.alertsWithoutToken, source: USING }, refusal(401)),
  ...linesOf(
    'GET /v1/alerts with a wrong token',
    { step: steps.alertsByNobody, source: `${ALERTS}, errors` },
    refusal(401),
  ),
  ...linesOf('GET /v1/alerts/{alert_id}, unknown', { step: steps.unknownAlert, source: CODES }, refusal(404)),
  ...linesOf(
    'PATCH /v1/alerts/{alert_id}, unknown',
    { step: steps.changeOfUnknown, source: `${ALERTS}, PATCH /v1/alerts/{alert_id}` },
    refusal(404),
  ),
  ...linesOf(
    'PATCH /v1/alerts/{alert_id} without status and disposition',
    { step: steps.changeOfNothing, source: `${ALERTS}, PATCH /v1/alerts/{alert_id}` },
    refusal(400),
  ),
  ...linesOf(
    'PATCH /v1/alerts/{alert_id} with a status that is none',
    { step: steps.changeToNonsense, source: `${ALERTS}, PATCH /v1/alerts/{alert_id}` },
    refusal(400),
  ),
  ...linesOf(
    'GET /v1/alerts/{alert_id}/log_messages, unknown',
    { step: steps.unknownLog, source: `${ALERTS}, GET /v1/alerts/{alert_id}/log_messages` },
    refusal(404),
  ),
  ...linesOf(
    'GET /v1/webhooks/subscriptions',
    { step: steps.subscriptions, source: 'observed: RapidSOS, webhook subscriptions' },
    [status(200), json, member('', be.list)],
  ),
  ...linesOf('GET /location without caller_id', { step: steps.locationOfNobody, source: `${LEI}, "caller_id"` }, [
    status(400),
    json,
    detail,
  ]),
  ...linesOf(
    'POST /location without caller_id',
    { step: steps.postedLocationOfNobody, source: `${LEI}, "caller_id"` },
    [status(400), json, detail],
  ),
];

const place = be.objectOf({
  provided_location: be.oneOf('CIVIC', 'GEODETIC', 'BOTH'),
  geodetic: be.orNull(be.object),
  civic: be.orNull(be.object),
});
const party = be.objectOf({ id: be.filledText, name: be.filledText, phone: be.text });
/** The Alert object, member by member. */
export const ALERT_MEMBERS = (at: string) => {
  const of = (name: string, kind: be.Kind) => member(`${at}${name}`, kind);
  return [
    of('alert_id', be.filledText),
    of('incident_time', be.milliseconds),
    of('created_time', be.milliseconds),
    of('last_updated_time', be.milliseconds),
    of('location', place),
    of('service_provider_name', be.filledText),
    of('description', be.text),
    of('emergency_type', named(...EMERGENCIES)),
    of('site_type', be.orNull(named('RESIDENTIAL', 'COMMERCIAL', 'PERSONAL', 'VEHICLE', 'TRAIN'))),
    of('status', statusKind),
    of('disposition', dispositionKind),
    of('covering_psap', party),
    of('authorized_entity', party),
    of('followers', be.texts),
    of('supplemental_only', be.boolean),
  ];
};
const ONE_ALERT: readonly Line[] = [
  ...linesOf('GET /v1/alerts/{alert_id}', { step: steps.alert, source: `${ALERTS}, Alert` }, [
    [status(200), `${ALERTS}, GET /v1/alerts/{alert_id}`],
    [json, `${ALERTS}, GET /v1/alerts/{alert_id}`],
    ...ALERT_MEMBERS(''),
  ]),
  ...linesOf(
    'GET /v1/alerts/{alert_id}?extra=logs',
    { step: steps.alertWithLogs, source: `${ALERTS}, GET /v1/alerts/{alert_id}` },
    [status(200), member('logs', be.listOf(be.object)), member('adr', be.listOf(be.object))],
  ),
  ...linesOf(
    'GET /v1/alerts/{alert_id}/log_messages',
    { step: steps.alertLog, source: `${ALERTS}, GET /v1/alerts/{alert_id}/log_messages` },
    [status(200), json, member('total_records', be.wholeNumber), member('log_messages', be.listOf(logMessage))],
  ),
];

const STREAM: readonly Line[] = [
  ...linesOf('WebSocket GET /v1?token=&event_types=', { step: steps.handshake, source: EVENTS }, [status(101)]),
  ...linesOf(
    'WebSocket GET /v1 with the token in the header as well',
    { step: steps.handshakeWithBoth, source: 'client: a public PHP client of the WebSocket Events API' },
    [status(101)],
  ),
  ...linesOf(
    'WebSocket GET /v1 without event_types',
    { step: steps.handshakeWithoutTypes, source: EVENTS },
    refusal(400),
  ),
  ...linesOf('WebSocket GET /v1 with a wrong token', { step: steps.handshakeByNobody, source: EVENTS }, refusal(401)),
  ...linesOf(
    'WebSocket GET /v1 with an event type that is none',
    { step: steps.handshakeOfUnknownType, source: EVENTS },
    refusal(406),
  ),
];

export const RAPIDSOS: ContractDialect = {
  title: 'RapidSOS',
  signIns: [
    {
      step: steps.clientToken,
      needs: [],
      check: ({ credentials }) => `the client ${credentials.clientId}; check --client-id and SALLYPORT_CLIENT_SECRET`,
    },
    {
      step: steps.personToken,
      needs: ['person'],
      check: ({ credentials }) => `${credentials.person?.username}; check --username and SALLYPORT_PASSWORD`,
    },
    {
      step: stationToken,
      needs: ['write'],
      check: ({ credentials }) =>
        `the client ${credentials.second?.clientId}; check --station-client-id and SALLYPORT_STATION_CLIENT_SECRET`,
    },
  ],
  lines: [
    ...TOKENS,
    ...PERSON,
    ...RAISING,
    ...LISTS,
    ...ONE_ALERT,
    ...RADE_LINES,
    ...STREAM,
    ...CHANGING,
    ...FLOOD_LINES,
  ],
};
