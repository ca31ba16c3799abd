import { type Exchange, NotReached } from './exchange.ts';
import type { Run, Step } from './run.ts';
import { asForm, bearerOf, FORM, JSON_TYPE, NO_TOKEN } from './tokens.ts';

const AUTHORIZE = '/interface/open_api/authorize_agency.php';
const TOKEN = '/interface/open_api/token.php';
const API = '/interface/open_api/api';
export const SCOPES = ['read_agency', 'read_alert', 'read_response', 'read_device', 'read_mapdata'];
const SCOPE = SCOPES.join(' ');
export const STATE = 'contract-test';

const asking = (uriName: string): Step => {
  return async (run) => {
    const { clientId, redirectUri } = run.credentials;
    const query = { client_id: clientId, response_type: 'code', [uriName]: redirectUri, scope: SCOPE, state: STATE };
    return run.send({ method: 'GET', path: `${AUTHORIZE}?${asForm(query)}`, headers: { accept: 'text/html' } });
  };
};
export const asked = asking('redirection_uri');
export const askedByNewName = asking('redirect_uri');

/** The person's session, as the sign-in page of Sallyport opens it: how a person signs in, no vendor documents. */
export const signedIn: Step = async (run) => {
  const { person } = run.credentials;
  if (person === null) throw new NotReached('no person was given');
  const body = JSON.stringify({ email: person.username, password: person.password });
  const answer = await run.send({ method: 'POST', path: '/api/session', headers: JSON_TYPE, body });
  for (const cookie of answer.headers.getSetCookie())
    run.secrets.keep(cookie.replace(/;.*/s, '').replace(/^[^=]*=/, ''));
  return answer;
};

/** The redirect that follows the person's yes, as a browser would get it: its address stands in `location`. */
export const allowed: Step = async (run) => {
  const { headers } = await run.take(asked);
  const page = headers.get('location') ?? '';
  const id = /\/portal\/authorize\/([^/?#]+)/.exec(page)?.[1];
  if (id === undefined) throw new NotReached('no consent page was shown');
  run.secrets.keep(id);
  const session = await run.take(signedIn);
  const cookie = session.headers
    .getSetCookie()
    .map((one) => one.replace(/;.*/s, ''))
    .join('; ');
  const body = JSON.stringify({ scopes: SCOPES });
  const path = `/api/authorizations/${id}`;
  const answer = await run.send({ method: 'POST', path, headers: { ...JSON_TYPE, cookie }, body });
  const code = codeIn(answer);
  if (code !== undefined) run.secrets.keep(code);
  return answer;
};

/** Where the answer sends the browser. */
export function redirectIn({ json }: Exchange): URL | undefined {
  const { redirect_to: to } = Object(json) as { redirect_to?: unknown };
  return typeof to === 'string' && URL.canParse(to) ? new URL(to) : undefined;
}
const codeIn = (answer: Exchange) => redirectIn(answer)?.searchParams.get('code') ?? undefined;

const clientOf = ({ credentials: { clientId, clientSecret } }: Run) => ({
  client_id: clientId,
  client_secret: clientSecret,
});
const posting = (run: Run, values: Readonly<Record<string, string>>) =>
  run.send({ method: 'POST', path: TOKEN, headers: FORM, body: asForm(values) });

export const exchanged: Step = async (run) => {
  const code = codeIn(await run.take(allowed));
  if (code === undefined) throw new NotReached('no code was received');
  return posting(run, { ...clientOf(run), grant_type: 'authorization_code', scope: SCOPE, code });
};
export const wrongCode: Step = async (run) => {
  return posting(run, { ...clientOf(run), grant_type: 'authorization_code', scope: SCOPE, code: 'contract-test' });
};

async function refreshTokenOf(run: Run): Promise<string> {
  if (run.credentials.refreshToken !== null) return run.credentials.refreshToken;
  const { refresh_token, refreshToken } = Object((await run.take(exchanged)).json) as Record<string, unknown>;
  const token = refresh_token ?? refreshToken;
  if (typeof token !== 'string') throw new NotReached('no refresh token was received');
  return token;
}
export const refreshed: Step = async (run) => {
  return posting(run, { ...clientOf(run), grant_type: 'refresh_token', refresh_token: await refreshTokenOf(run) });
};
/** The token that is newest, as a client that keeps what it was given sends it. */
async function newestOf(run: Run): Promise<string> {
  const { refresh_token: token } = Object((await run.take(refreshed)).json) as { refresh_token?: unknown };
  return typeof token === 'string' ? token : refreshTokenOf(run);
}
export const refreshedWithScope: Step = async (run) => {
  const refresh_token = await newestOf(run);
  return posting(run, { ...clientOf(run), grant_type: 'refresh_token', scope: SCOPE, refresh_token });
};
export const wrongRefresh: Step = async (run) => {
  return posting(run, { ...clientOf(run), grant_type: 'refresh_token', refresh_token: 'contract-test' });
};

/** Access by the person's code, or by the refresh token that was given. */
const accessOf = (run: Run) => bearerOf(run, run.credentials.refreshToken === null ? exchanged : refreshed);

const reading = (path: string): Step => {
  return async (run) => run.send({ method: 'GET', path: `${API}${path}`, headers: await accessOf(run) });
};
export const agency = reading('/');
export const agencyWithoutSlash = reading('');
export const alerts = reading('/alerts?alert_days=30');
export const alertsOfMinutes = reading('/alerts?alert_days=1&alert_minutes=15');
export const alertsByPython = reading('/alerts/&alert_days=&alert_minutes=5');
export const locations = reading('/locations');
export const locationsByPython = reading('/locations/&locations_page1&locations_per_page10');
export const alertsWithoutToken: Step = (run) => run.send({ method: 'GET', path: `${API}/alerts` });
export const alertsByNobody: Step = (run) => run.send({ method: 'GET', path: `${API}/alerts`, headers: NO_TOKEN });

/** The first address of such a list, followed as it came. */
const following = (
  step: Step,
  listOf: (message: Record<string, Record<string, unknown>>) => unknown,
  more = '',
): Step => {
  return async (run) => {
    const { message } = Object((await run.take(step)).json) as { message?: unknown };
    const listed = listOf(Object(message));
    const references = (Array.isArray(listed) ? listed : []) as readonly { readonly uri?: unknown }[];
    const uri = references.map((one) => Object(one).uri).find((one) => typeof one === 'string');
    if (uri === undefined || !URL.canParse(uri, run.base.href)) throw new NotReached('nothing is there to be followed');
    // The token goes to the server that is tested and to no other.
    if (new URL(uri, run.base).origin !== run.base.origin) throw new NotReached('its address is on another server');
    return run.send({ method: 'GET', path: `${uri}${more}`, headers: await accessOf(run) });
  };
};
export const device = following(agency, (message) => message['agency']?.['devices']);
export const alertsOfDevice = following(agency, (message) => message['agency']?.['devices'], '/alerts');
export const alert = following(alerts, (message) => message['alerts']);
export const devices = reading('/devices');
export const location = following(locations, (message) => message['locations']);
const agencyOfAlert = following(alert, (message) => [message['alert']?.['agency']]);
const agencyOfDevice = following(device, (message) => message['device']?.['agencies']);
/** The agency, by the address that an alert or else a device names. */
export const agencyByUri: Step = (run) =>
  agencyOfAlert(run).catch((err: unknown) => {
    if (!(err instanceof NotReached)) throw err;
    return agencyOfDevice(run);
  });
