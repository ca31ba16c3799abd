import { CookieJar, expectJson, send } from './http-client.ts';

/** The sandbox's people; passwords as the README prints them. */
export const PEOPLE = {
  sandboxAdmin: ['admin@sandbox.test', 'sandbox-admin-pass-911'],
  sandboxAgent: ['agent@sandbox.test', 'sandbox-agent-pass-911'],
  harborAdmin: ['admin@harbor.test', 'harbor-admin-pass-911'],
  harborAgent: ['agent@harbor.test', 'harbor-agent-pass-911'],
  operator: ['operator@sallyport.test', 'sallyport-operator-911'],
} as const;
export type Person = keyof typeof PEOPLE;

/** A client's own token. */
export async function clientToken(base: string, clientId: string): Promise<string> {
  const { access_token } = await expectJson<{ access_token: string }>(base, 200, {
    method: 'POST',
    path: '/oauth/token',
    form: { grant_type: 'client_credentials', client_id: clientId, client_secret: `${clientId}-secret` },
  });
  return access_token;
}

/** A person's token through a client. */
export async function userToken(base: string, clientId: string, person: Person): Promise<string> {
  const [username, password] = PEOPLE[person];
  const { access_token } = await expectJson<{ access_token: string }>(base, 200, {
    method: 'POST',
    path: '/oauth/v2/token',
    form: { grant_type: 'password', client_id: clientId, client_secret: `${clientId}-secret`, username, password },
  });
  return access_token;
}

/** The cookies of a browser in which that person has signed in by hand. */
export async function signIn(base: string, person: Person): Promise<CookieJar> {
  const [email, password] = PEOPLE[person];
  const jar = new CookieJar();
  const answer = await send(base, { method: 'POST', path: '/api/session', json: { email, password }, jar });
  if (answer.status !== 200) throw new Error(`${email} could not sign in: ${answer.status} ${answer.text}`);
  return jar;
}

/** The cookies of a browser in which the sandbox's developer has signed in. */
export async function signInDeveloper(
  base: string,
  json = { email: 'developer@sandbox.test', password: 'sandbox-developer-911' },
): Promise<CookieJar> {
  const jar = new CookieJar();
  await expectJson(base, 200, { method: 'POST', path: '/api/developer/session', json, jar });
  return jar;
}

/** An alert of the sandbox's callflow. */
export function alertBody(sourceId: string | null, changed: { callflow?: string; phone?: string } = {}) {
  return {
    callflow: changed.callflow ?? 'sandbox',
    variables: {
      user: { full_name: 'Jordan Rivera', phone_number: changed.phone ?? '+15555550123' },
      event: {
        emergency_type: 'BURGLARY',
        description: 'Front door opened, motion in hallway',
        ...(sourceId !== null && { source_id: sourceId }),
        location: { geodetic: { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 } },
      },
    },
  };
}

/** Sends one alert and returns its id. */
export async function raise(base: string, token: string, body: object): Promise<string> {
  const path = '/v1/rem/trigger';
  const { alert_id } = await expectJson<{ alert_id: string }>(base, 200, { method: 'POST', path, token, json: body });
  return alert_id;
}

/** A new deeplink's ticket, as the path of its URL. */
export async function deeplinkPath(base: string, token: string, json: object): Promise<string> {
  const { url } = await expectJson<{ url: string }>(base, 200, {
    method: 'POST',
    path: '/integrations/irp',
    token,
    json,
  });
  return new URL(url).pathname;
}

/** Redeems a deeplink in a new browser: its cookies, and the header its page sends on every call. */
export async function openDeeplink(base: string, path: string) {
  const jar = new CookieJar();
  const { deeplink_id } = await expectJson<{ deeplink_id: string }>(base, 200, { method: 'POST', path, jar });
  return { jar, deeplinkId: deeplink_id, headers: { 'x-sallyport-deeplink': deeplink_id } };
}
