import { createHash, randomBytes } from 'node:crypto';
import { type CookieJar, expectJson, send } from './http-client.ts';

const CLIENT_ID = 'sandbox-responder';
const REDIRECT_URI = 'http://localhost';

/** Starts an authorization of an application of the sandbox, its responder where none is named, as its browser would. */
export async function askForConsent(
  base: string,
  clientId = CLIENT_ID,
  more: Readonly<Record<string, string>> = {},
): Promise<{ id: string; codeVerifier: string }> {
  const codeVerifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  });
  const answer = await send(base, { path: `/oauth/authorize?${query}` });
  return { id: answer.headers.get('location')?.split('/').at(-1) ?? '', codeVerifier };
}

/** What a device of the sandbox's responder application keeps and shows. */
export async function askOnDevice(base: string): Promise<{ device_code: string; user_code: string }> {
  return expectJson(base, 200, {
    method: 'POST',
    path: '/oauth/device_authorization',
    form: { client_id: CLIENT_ID, client_secret: `${CLIENT_ID}-secret`, scope: 'read_alert read_agency' },
  });
}

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly id_token?: string;
}

interface Credentials {
  readonly clientId: string;
  readonly secret: string;
}

const ownOf = (clientId: string): Credentials => ({ clientId, secret: `${clientId}-secret` });

/** What an application gets that whoever the cookies belong to allows these scopes. */
async function tokensOf(
  base: string,
  jar: CookieJar,
  { clientId, secret }: Credentials,
  scopes: readonly string[],
): Promise<Tokens> {
  const { id, codeVerifier } = await askForConsent(base, clientId);
  const { redirect_to } = await expectJson<{ redirect_to: string }>(base, 200, {
    method: 'POST',
    path: `/api/authorizations/${id}`,
    jar,
    json: { scopes },
  });
  return expectJson<Tokens>(base, 200, {
    method: 'POST',
    path: '/oauth/token',
    form: {
      grant_type: 'authorization_code',
      client_id: clientId,
      client_secret: secret,
      code: new URL(redirect_to).searchParams.get('code') ?? '',
      code_verifier: codeVerifier,
      redirect_uri: REDIRECT_URI,
    },
  });
}

/** A grant in force, given by whoever the cookies belong to, and its refresh token. */
export async function giveGrant(
  base: string,
  jar: CookieJar,
  client = ownOf(CLIENT_ID),
): Promise<{ grantId: string; refreshToken: string }> {
  const { access_token, refresh_token } = await tokensOf(base, jar, client, ['read_alert']);
  const [, payload = ''] = access_token.split('.');
  const { grant_id } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { grant_id: string };
  return { grantId: grant_id, refreshToken: refresh_token };
}

/** An access token of the sandbox's web application, to which whoever the cookies belong to signed in. */
export async function signInToWebApp(base: string, jar: CookieJar): Promise<string> {
  return (await tokensOf(base, jar, ownOf('sandbox-web-app'), ['openid', 'profile', 'email'])).access_token;
}

/** An authorization of the sandbox's web application that whoever the cookies belong to has to answer, and nobody else. */
export async function askOnePerson(base: string, jar: CookieJar): Promise<string> {
  const clientId = 'sandbox-web-app';
  const { id_token: hint = '' } = await tokensOf(base, jar, ownOf(clientId), ['openid']);
  return (await askForConsent(base, clientId, { scope: 'openid', id_token_hint: hint })).id;
}
