import { PERSONAL } from './active911-personal.ts';
import * as steps from './active911-steps.ts';
import { json, jsonBody, mediaType, member, rule, status, valueAt } from './checks.ts';
import type { ContractDialect } from './dialect.ts';
import { type Exchange, NotReached } from './exchange.ts';
import * as be from './kinds.ts';
import { type Line, linesOf } from './lines.ts';
import type { Run } from './run.ts';

const DOCUMENT = 'seed: Active911 Developer API';
const CODE = `${DOCUMENT}, "Authorization Code"`;
const TOKEN = `${DOCUMENT}, "Access/Refresh Token Generation"`;
const REFRESH = `${DOCUMENT}, "Refresh Token"`;
const API = 'documentation: Active911, Accessing the API';
const PHP = "client: Active911's PHP example";
const PYTHON = 'client: the published Python client';
const FIXTURES = 'client: fixtures of public Ruby and Node clients';

const DAY_SECONDS = 86_400;

const showsPage = rule('shows a page to the person', ({ status: answered, headers }) => {
  const type = headers.get('content-type') ?? 'no type';
  const isPage = (answered === 200 && type.startsWith('text/html')) || (answered >= 300 && answered < 400);
  return isPage ? null : `a page must be shown, or another named; the answer is ${answered}, ${type}`;
});
function redirectOf(exchange: Exchange): URL {
  const url = steps.redirectIn(exchange);
  if (url === undefined) throw new NotReached('no redirect was received');
  return url;
}
const goesBack = rule('goes to the redirection URI with a code', (exchange, { credentials }) => {
  const url = redirectOf(exchange);
  const wanted = new URL(credentials.redirectUri);
  const isThere = url.origin === wanted.origin && url.pathname.startsWith(wanted.pathname);
  return isThere && (url.searchParams.get('code') ?? '') !== ''
    ? null
    : `the browser must go to ${wanted.href} with code; it goes to ${url.origin}${url.pathname}`;
});
const keepsState = rule('has the state that was sent', (exchange) => {
  const state = redirectOf(exchange).searchParams.get('state');
  return state === steps.STATE ? null : `state must be ${steps.STATE}; it is ${state ?? 'missing'}`;
});

const TOKEN_MEMBERS = [
  status(200),
  json,
  member('access_token', be.filledText),
  member('token_type', be.exactly('Bearer')),
  member('expires_in', be.lifetime(DAY_SECONDS, be.digits)),
  member('refresh_token', be.filledText),
  member('scope', be.filledText),
];
const tokenRefused = [
  status(400, 401),
  json,
  member('error', be.filledText),
  member('error_description', be.filledText),
];

const ACCESS: readonly Line[] = [
  ...linesOf('GET authorize_agency.php', { step: steps.asked, source: CODE, needs: ['person'] }, [showsPage]),
  ...linesOf(
    'GET authorize_agency.php with redirect_uri',
    {
      step: steps.askedByNewName,
      source: 'documentation: Active911, Application OAuth Token Generation',
      needs: ['person'],
    },
    [showsPage],
  ),
  ...linesOf("The person's yes", { step: steps.allowed, source: CODE, needs: ['person'] }, [goesBack, keepsState]),
  ...linesOf('POST token.php with a code', { step: steps.exchanged, source: TOKEN, needs: ['person'] }, TOKEN_MEMBERS),
  ...linesOf('POST token.php with a code that is none', { step: steps.wrongCode, source: PHP }, tokenRefused),
  ...linesOf('POST token.php with a refresh token', { step: steps.refreshed, source: REFRESH }, TOKEN_MEMBERS),
  ...linesOf('POST token.php with a refresh token and scope', { step: steps.refreshedWithScope, source: PHP }, [
    status(200),
    member('access_token', be.filledText),
  ]),
  ...linesOf(
    'POST token.php with a refresh token that is none',
    { step: steps.wrongRefresh, source: PHP },
    tokenRefused,
  ),
];

const oneMember = rule('message has one member', (exchange) => {
  const message = valueAt(exchange, 'message');
  if (typeof message !== 'object' || message === null) throw new NotReached('message is missing');
  const names = Object.keys(message);
  return names.length === 1 ? null : `message must have one member; it has ${names.join(', ')}`;
});
/** What every answer has around what was asked for. */
const ENVELOPE = [
  status(200),
  [mediaType('text/html'), FIXTURES] as const,
  jsonBody,
  member('result', be.exactly('success')),
  oneMember,
];
const refused = (code: number) => [
  status(code),
  jsonBody,
  member('result', be.exactly('error')),
  member('message', be.filledText),
];
const reference = be.objectOf({ id: be.digits, uri: be.httpUrl });
const references = be.listOf(reference);
const onOwnHost = (path: string) =>
  rule(`${path} are on the server's own host`, (exchange: Exchange, { base }: Run) => {
    const listed = valueAt(exchange, path) as readonly unknown[];
    if (!Array.isArray(listed)) throw new NotReached(`${path} is no list`);
    const uris = listed.map((one) => String((Object(one) as { uri?: unknown }).uri));
    const strange = uris.find((uri) => URL.canParse(uri) && new URL(uri).origin !== base.origin);
    return strange === undefined ? null : `uri must begin with ${base.origin}; one is ${strange}`;
  });

const of = (name: string, kinds: Readonly<Record<string, be.Kind>>) =>
  Object.entries(kinds).map(([field, kind]) => member(`message.${name}.${field}`, kind));

const READS: readonly Line[] = [
  ...linesOf('GET api/', { step: steps.agency, source: API }, [
    ...ENVELOPE,
    ...of('agency', {
      id: be.digits,
      name: be.text,
      address: be.text,
      city: be.text,
      state: be.text,
      zip: be.text,
      latitude: be.coordinate,
      longitude: be.coordinate,
      devices: references,
    }),
    onOwnHost('message.agency.devices'),
  ]),
  ...linesOf('GET api without the slash', { step: steps.agencyWithoutSlash, source: FIXTURES }, [status(200)]),
  ...linesOf('GET api/devices/{id}, by its uri', { step: steps.device, source: API }, [
    ...ENVELOPE,
    ...of('device', {
      id: be.digits,
      name: be.text,
      latitude: be.coordinate,
      longitude: be.coordinate,
      position_accuracy: be.digits,
      position_timestamp: be.utcInstant,
      agencies: references,
    }),
  ]),
  ...linesOf('GET api/devices/{id}/alerts', { step: steps.alertsOfDevice, source: API }, [
    status(200),
    member('message.alerts', references),
  ]),
  ...linesOf('GET api/alerts?alert_days=30', { step: steps.alerts, source: API }, [
    ...ENVELOPE,
    member('message.alerts', references),
    onOwnHost('message.alerts'),
  ]),
  ...linesOf('GET api/alerts with alert_days and alert_minutes', { step: steps.alertsOfMinutes, source: API }, [
    status(200),
    member('message.alerts', references),
  ]),
  ...linesOf('GET api/alerts/&alert_days=&alert_minutes=5', { step: steps.alertsByPython, source: PYTHON }, [
    status(200),
  ]),
  ...linesOf('GET api/alerts/{id}, by its uri', { step: steps.alert, source: API }, [
    ...ENVELOPE,
    ...of('alert', {
      id: be.digits,
      received: be.utcInstant,
      sent: be.utcInstant,
      ...Object.fromEntries(
        [
          ...['priority', 'description', 'details', 'external_data', 'place', 'address', 'unit', 'cross_street'],
          ...['city', 'state', 'source', 'units', 'cad_code', 'map_code'],
        ].map((name) => [name, be.text]),
      ),
      latitude: be.coordinate,
      longitude: be.coordinate,
      agency: reference,
      pagegroups: be.listOf(be.objectOf({ title: be.text, prefix: be.text })),
      responses: be.listOf(be.objectOf({ response: be.text, timestamp: be.utcInstant, device: be.object })),
    }),
  ]),
  ...linesOf('GET api/locations', { step: steps.locations, source: API }, [
    ...ENVELOPE,
    member('message.locations', references),
  ]),
  ...linesOf('GET api/locations/{id}, by its uri', { step: steps.location, source: API }, [
    ...ENVELOPE,
    ...of('location', {
      ...Object.fromEntries(['name', 'description', 'location_type'].map((name) => [name, be.text])),
      id: be.digits,
      latitude: be.coordinate,
      longitude: be.coordinate,
      resources: references,
    }),
  ]),
  ...linesOf('GET api/agencies/{id}, by its uri', { step: steps.agencyByUri, source: API }, [
    status(200),
    member('message.agency.id', be.digits),
  ]),
  ...linesOf('GET api/devices', { step: steps.devices, source: API }, [
    status(200),
    member('message.devices', references),
  ]),
  ...linesOf(
    'GET api/locations/&locations_page1&locations_per_page10',
    { step: steps.locationsByPython, source: PYTHON },
    [status(200)],
  ),
  ...linesOf('GET api/alerts without a token', { step: steps.alertsWithoutToken, source: FIXTURES }, refused(401)),
  ...linesOf('GET api/alerts with a wrong token', { step: steps.alertsByNobody, source: FIXTURES }, refused(401)),
];

export const ACTIVE911: ContractDialect = {
  title: 'Active911',
  signIns: [
    {
      step: steps.wrongCode,
      needs: [],
      // Its code is none, which is refused as well.
      isRefused: ({ json: body }) => (Object(body) as { error?: unknown }).error === 'invalid_client',
      check: ({ credentials }) => `the client ${credentials.clientId}; check --client-id and SALLYPORT_CLIENT_SECRET`,
    },
    {
      step: steps.signedIn,
      needs: ['person'],
      isRefused: (answer) => answer.status >= 400,
      check: ({ credentials }) => `${credentials.person?.username}; check --username and SALLYPORT_PASSWORD`,
    },
  ],
  lines: [...ACCESS, ...READS, ...PERSONAL],
};
