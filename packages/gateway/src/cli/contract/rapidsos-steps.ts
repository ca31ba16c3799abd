import { NotReached } from './exchange.ts';
import type { Run, Step } from './run.ts';
import { asForm, bearerOf, FORM, JSON_TYPE, NO_TOKEN } from './tokens.ts';
import { Messages, shakeHands } from './web-socket.ts';

const TOKEN = '/oauth/token';
const USER_TOKEN = '/oauth/v2/token';
const EVENTS = 'alert.new,alert.status_update,alert.disposition_update,alert.chat';
/** No server has this alert. */
const UNKNOWN_ALERT = '/v1/alerts/alert-00000000-0000-4000-8000-000000000000';
/** Nobody's name, so that no wrong password counts for anybody. */
const NOBODY = 'nobody@contract-test.invalid';

function clientOf({ credentials: { clientId, clientSecret } }: Run) {
  return { client_id: clientId, client_secret: clientSecret };
}

/** The person's half of a token request. Throws `NotReached` where the run has no person. */
function personOf({ credentials: { person } }: Run) {
  if (person === null) throw new NotReached('no person was given');
  return { grant_type: 'password', username: person.username, password: person.password };
}

const byForm = (path: string, values: (run: Run) => Readonly<Record<string, string>>): Step => {
  return async (run) => run.send({ method: 'POST', path, headers: FORM, body: asForm(values(run)) });
};
/** JSON under the header of a form, as the published Python samples send it. */
const asPythonSample = (path: string, values: (run: Run) => Readonly<Record<string, string>>): Step => {
  return async (run) => run.send({ method: 'POST', path, headers: FORM, body: JSON.stringify(values(run)) });
};
const ofClient = (run: Run) => ({ ...clientOf(run), grant_type: 'client_credentials' });
const ofPerson = (run: Run) => ({ ...clientOf(run), ...personOf(run) });

export const clientToken = byForm(TOKEN, ofClient);
export const clientTokenByPython = asPythonSample(TOKEN, ofClient);
export const clientTokenWithScope = byForm(TOKEN, (run) => ({ ...ofClient(run), scope: 'alerts' }));
export const clientTokenByBasic: Step = async (run) => {
  const { clientId, clientSecret } = run.credentials;
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  const headers = { ...FORM, authorization: `Basic ${basic}` };
  return run.send({ method: 'POST', path: TOKEN, headers, body: 'grant_type=client_credentials' });
};
export const withoutGrantType = byForm(TOKEN, clientOf);

export const personToken = byForm(USER_TOKEN, ofPerson);
export const personTokenByPython = asPythonSample(USER_TOKEN, ofPerson);
export const personTokenOnPlainPath = byForm(TOKEN, ofPerson);
export const wrongPerson = byForm(USER_TOKEN, (run) => ({
  ...ofPerson(run),
  username: NOBODY,
  password: 'sallyport-contract-test',
}));
export const personWithoutGrantType = byForm(USER_TOKEN, (run) => ({
  ...clientOf(run),
  username: personOf(run).username,
}));

const DEEPLINK = '/integrations/irp';
const deeplinkBy = (headers: Readonly<Record<string, string>>, body: string): Step => {
  return async (run) => {
    const bearer = await bearerOf(run, personToken);
    return run.send({ method: 'POST', path: DEEPLINK, headers: { ...bearer, ...headers }, body });
  };
};
const QUERY = JSON.stringify({ query: 'tel://15555555555' });
export const deeplink = deeplinkBy(JSON_TYPE, QUERY);
export const deeplinkWithoutQuery = deeplinkBy(JSON_TYPE, '{}');
export const deeplinkAsText = deeplinkBy({ 'content-type': 'text/plain' }, QUERY);
export const deeplinkByNobody = deeplinkBy({ ...JSON_TYPE, ...NO_TOKEN }, QUERY);
/** What a browser gets that opens the deeplink. */
export const deeplinkPage: Step = async (run) => {
  const { json } = await run.take(deeplink);
  const { url } = Object(json) as { url?: unknown };
  if (typeof url !== 'string' || !URL.canParse(url, run.base.href)) throw new NotReached('no deeplink was received');
  return run.send({ method: 'GET', path: url, headers: { accept: 'text/html' } });
};

/** A read by the client itself. */
const reading = (path: string): Step => {
  return async (run) => run.send({ method: 'GET', path, headers: await bearerOf(run, clientToken) });
};
export const alerts = reading('/v1/alerts');
export const oneAlert = reading('/v1/alerts?limit=1');
export const alertsOfOddQuery = reading('/v1/alerts?limit=-1&start=abc');
export const alertsBackwards = reading('/v1/alerts?start=2000000000000&end=1000000000000');
export const unknownAlert = reading(UNKNOWN_ALERT);
export const unknownLog = reading(`${UNKNOWN_ALERT}/log_messages`);
export const subscriptions = reading('/v1/webhooks/subscriptions');
export const locationOfNobody = reading('/location');
export const postedLocationOfNobody: Step = async (run) => {
  const headers = { ...(await bearerOf(run, clientToken)), ...JSON_TYPE };
  return run.send({ method: 'POST', path: '/location', headers, body: '{}' });
};
export const alertsWithoutToken: Step = (run) => run.send({ method: 'GET', path: '/v1/alerts' });
export const alertsByNobody: Step = (run) => run.send({ method: 'GET', path: '/v1/alerts', headers: NO_TOKEN });

const changingUnknown = (body: string): Step => {
  return async (run) => {
    const headers = { ...(await bearerOf(run, clientToken)), ...JSON_TYPE };
    return run.send({ method: 'PATCH', path: UNKNOWN_ALERT, headers, body });
  };
};
export const changeOfUnknown = changingUnknown('{"status":"ACCEPTED"}');
export const changeOfNothing = changingUnknown('{}');
export const changeToNonsense = changingUnknown('{"status":"CONTRACT_TEST"}');

/** The last alert that a list without a query shows, which is not always the newest. */
export async function someAlertId(run: Run): Promise<string> {
  const { json } = await run.take(alerts);
  const { alerts: listed } = Object(json) as { alerts?: readonly unknown[] };
  const { alert_id: id } = Object(Array.isArray(listed) ? listed.at(-1) : undefined) as { alert_id?: unknown };
  if (typeof id !== 'string') throw new NotReached('no alert is there to be read; --write raises one');
  return id;
}
const readingAlert = (more: string): Step => {
  return async (run) => {
    const path = `/v1/alerts/${encodeURIComponent(await someAlertId(run))}${more}`;
    return run.send({ method: 'GET', path, headers: await bearerOf(run, clientToken) });
  };
};
export const alert = readingAlert('');
export const alertWithLogs = readingAlert('?extra=logs');
export const alertLog = readingAlert('/log_messages?page=1&limit=25');

const streamPath = (token: string, events: string) =>
  `/v1?token=${encodeURIComponent(token)}${events === '' ? '' : `&event_types=${events}`}`;
const tokenOf = async (run: Run) => (await bearerOf(run, clientToken)).authorization.slice('Bearer '.length);
const shaking = (events: string): Step => {
  return async (run) => shakeHands(run, streamPath(await tokenOf(run), events));
};
export const handshake = shaking(EVENTS);
export const handshakeWithoutTypes = shaking('');
export const handshakeOfUnknownType = shaking('contract.test');
export const handshakeByNobody: Step = (run) => shakeHands(run, streamPath('sallyport-contract-test', EVENTS));
export const handshakeWithBoth: Step = async (run) => {
  return shakeHands(run, streamPath(await tokenOf(run), EVENTS), await bearerOf(run, clientToken));
};

/** The events of the client's alerts, from now on. */
export async function openEvents(run: Run): Promise<Messages> {
  const messages = new Messages(run, streamPath(await tokenOf(run), EVENTS));
  await messages.opened();
  return messages;
}
