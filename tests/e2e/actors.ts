import { createPrivateKey, generateKeyPairSync, type JsonWebKey, type KeyObject, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Route } from '../../packages/gateway/src/dialects/routing/route.ts';
import { createSystemRandom } from '../../packages/gateway/src/kernel/random.ts';
import { createSeal, keyPurpose } from '../../packages/gateway/src/kernel/seal.ts';
import { scopeOf } from '../../packages/gateway/src/people/rights/rights.ts';
import { askForConsent, askOnDevice, giveGrant, signInToWebApp } from './consents.ts';
import { newApplications, newDeveloper, newSignUpToken } from './developer-cases.ts';
import type { CookieJar, HttpRequest } from './http-client.ts';
import { expectJson } from './http-client.ts';
import { PHOTO } from './media-cases.ts';
import { issuePersonalToken, numbersOf } from './personal-token.ts';
import { NOBODY, type Things } from './route-cases.ts';
import {
  alertBody,
  clientToken,
  deeplinkPath,
  openDeeplink,
  raise,
  signIn,
  signInDeveloper,
  userToken,
} from './sandbox.ts';
import type { StoredRows } from './stored-rows.ts';
import { shareWithThird, transferToThird } from './third-agency.ts';
import { webhooksOf } from './webhooks-of.ts';

/** What a request needs to be made in someone's name. */
export type Credentials = Pick<HttpRequest, 'token' | 'jar' | 'headers'>;

/** Everybody of one agency who can ask for anything. */
export interface Actors {
  readonly admin: Credentials;
  readonly agent: Credentials;
  readonly deeplink: Credentials;
  readonly cadToken: Credentials;
  readonly userToken: Credentials;
  readonly eventsToken: Credentials;
  /** A program of the administrator's own, with every scope of Active911 applications. */
  readonly personalToken: Credentials;
  /** The CAD that speaks Prepared. */
  readonly preparedCadToken: Credentials;
  /** Call-handling equipment; an agency of the sandbox that has none is asked for by its CAD. */
  readonly equipmentToken: Credentials;
  /** The agency's directory, which speaks SCIM. */
  readonly directoryToken: Credentials;
  /** A web application to which the administrator signed in. */
  readonly webAppToken: Credentials;
  /** Belongs to no agency; each agency's tests have one of their own. */
  readonly developer: Credentials;
}

const OF_AGENCY = {
  'sandbox-county': {
    admin: 'sandboxAdmin',
    agent: 'sandboxAgent',
    cad: 'sandbox-cad',
    events: 'sandbox-prepared-events',
    preparedCad: 'sandbox-prepared-cad',
    equipment: 'sandbox-call-handling',
    directory: 'sandbox-directory',
    callflow: 'sandbox',
    phone: '+15555550123',
  },
  'harbor-city': {
    admin: 'harborAdmin',
    agent: 'harborAgent',
    cad: 'harbor-cad',
    events: 'harbor-events',
    preparedCad: 'harbor-prepared-cad',
    equipment: 'harbor-cad',
    directory: 'harbor-directory',
    callflow: 'harbor',
    phone: '+15555550177',
  },
} as const;
export type AgencyId = keyof typeof OF_AGENCY;

export async function actorsOf(base: string, agencyId: AgencyId): Promise<Actors> {
  const of = OF_AGENCY[agencyId];
  const token = await userToken(base, of.cad, of.agent);
  const { jar, headers } = await openDeeplink(base, await deeplinkPath(base, token, { query: of.phone }));
  const admin = await signIn(base, of.admin);
  return {
    admin: { jar: admin },
    personalToken: { token: (await issuePersonalToken(base, admin)).access_token },
    agent: { jar: await signIn(base, of.agent) },
    deeplink: { jar, headers },
    cadToken: { token: await clientToken(base, of.cad) },
    userToken: { token },
    eventsToken: { token: await clientToken(base, of.events) },
    preparedCadToken: { token: await clientToken(base, of.preparedCad) },
    equipmentToken: { token: await clientToken(base, of.equipment) },
    directoryToken: { token: await clientToken(base, of.directory) },
    webAppToken: { token: await signInToWebApp(base, admin) },
    developer: { jar: agencyId === 'sandbox-county' ? await signInDeveloper(base) : await newDeveloper(base) },
  };
}

/** One of every record that agency can have. */
export async function thingsOf(base: string, agencyId: AgencyId, actors: Actors): Promise<Things> {
  const of = OF_AGENCY[agencyId];
  const jar = actors.admin.jar as CookieJar;
  const alarm = await clientToken(base, 'sandbox-alarm');
  const body = alertBody(`one-of-${agencyId}`, { callflow: of.callflow, phone: of.phone });
  let alertId = '';
  const webhooks = await webhooksOf(base, {
    cad: actors.userToken,
    admin: actors.admin,
    happen: async () => {
      alertId = await raise(base, alarm, body);
    },
  });
  const added = await expectJson<{ user: { id: string }; password_link: { url: string } }>(base, 201, {
    method: 'POST',
    path: '/api/users',
    jar,
    json: {
      first_name: 'Kit',
      last_name: `Of ${agencyId}`,
      email: `kit-${randomUUID()}@${agencyId}.test`,
      role: 'agent',
    },
  });
  const secret = await expectJson<{ secret_id: string }>(base, 201, {
    method: 'POST',
    path: `/api/clients/${of.events}/secrets`,
    jar,
  });
  const role = await expectJson<{ id: string }>(base, 201, {
    method: 'POST',
    path: '/api/roles',
    jar,
    json: { title: `Role of ${agencyId}`, rights: ['incidents:read'] },
  });
  const identityProvider = await expectJson<{ id: string }>(base, 201, {
    method: 'POST',
    path: '/api/identity-providers',
    jar,
    json: { title: `Sign-in of ${agencyId}`, issuer: 'http://127.0.0.1:9', client_id: 'sallyport' },
  });
  const operators = await expectJson<{ users: { id: string }[] }>(base, 200, {
    method: 'GET',
    path: '/api/operators',
    jar: await signIn(base, 'operator'),
  });
  const incidentId = alertId.replace('alert-', '');
  const calls = agencyId === 'sandbox-county' ? [await openCall(base, actors), await openCall(base, actors)] : [];
  const path = await deeplinkPath(base, String(actors.userToken.token), { query: of.phone });
  return {
    agencyId,
    userId: added.user.id,
    roleId: role.id,
    identityProviderId: identityProvider.id,
    operatorId: operators.users[0]?.id ?? '',
    incidentId,
    callId: calls[0] ?? incidentId,
    otherCallId: calls[1] ?? incidentId,
    mediaId: calls[0] === undefined ? NOBODY.mediaId : await uploadPhoto(base, actors, calls[0]),
    transferId: calls[1] === undefined ? NOBODY.transferId : await transferToThird(base, calls[1], actors.admin),
    shareId: calls[1] === undefined ? NOBODY.shareId : await shareWithThird(base, actors.admin),
    callflowClientId: 'sandbox-alarm',
    phone: of.phone,
    clientId: of.events,
    secretId: secret.secret_id,
    ticket: path.replace('/d/', ''),
    deeplinkId: actors.deeplink.headers?.['x-sallyport-deeplink'] ?? '',
    cadPartnerIncidentId: await makeCadIncident(base, agencyId, actors),
    linkToken: new URL(added.password_link.url).hash.slice(1),
    signUpToken: await newSignUpToken(base),
    ...(await newApplications(base, actors.developer, agencyId)),
    personalRefreshToken: (await issuePersonalToken(base, jar)).refresh_token,
    ...(await numbersOf(base, String(actors.personalToken.token))),
    ...webhooks,
    ...(agencyId === 'sandbox-county'
      ? {
          authorizationId: await askForConsent(base).then(({ id }) => id),
          ...(await giveGrant(base, jar)),
          userCode: await askOnDevice(base).then(({ user_code }) => user_code),
        }
      : {
          authorizationId: NOBODY.authorizationId,
          grantId: NOBODY.grantId,
          refreshToken: NOBODY.refreshToken,
          userCode: NOBODY.userCode,
        }),
  };
}

async function openCall(base: string, { equipmentToken }: Actors): Promise<string> {
  const json = { call: { caller_phone_number: '+15555550166' } };
  const request = { method: 'POST', path: '/api/incidents', json, ...equipmentToken };
  return (await expectJson<{ id: string }>(base, 201, request)).id;
}

async function uploadPhoto(base: string, { equipmentToken }: Actors, callId: string): Promise<string> {
  const headers = { 'content-type': 'image/png' };
  const request = { method: 'POST', path: `/api/incidents/${callId}/media`, body: PHOTO, headers, ...equipmentToken };
  return (await expectJson<{ id: string }>(base, 201, request)).id;
}

/** A CAD incident that waits for its call. */
async function makeCadIncident(base: string, agencyId: AgencyId, actors: Actors): Promise<string> {
  const json = { cad_partner_incident_id: `CAD of ${agencyId}`, caller_phone_number: '+15555550188' };
  const request = { method: 'POST', path: '/v2/find_incident', json, ...actors.preparedCadToken };
  await expectJson(base, 200, request);
  return json.cad_partner_incident_id;
}

/** Those who may call the route, of an agency and of the installation. */
export function permitted(route: Route<never>, of: Actors, alarm: Credentials, operator: Credentials): Credentials {
  const { access } = route;
  switch (access.kind) {
    case 'public':
      return {};
    case 'token':
      if (access.right === 'people:provision') return of.directoryToken;
      if (access.right === 'identity:read') return of.webAppToken;
      if (access.right === 'calls:write') return of.equipmentToken;
      if (scopeOf(access.right) === 'incident_events') return of.eventsToken;
      if (access.right === 'cad_incidents:write') return of.preparedCadToken;
      if (/^(read|write)_/.test(scopeOf(access.right))) return of.personalToken;
      return access.right === 'alerts:send' ? alarm : of.userToken;
    case 'reader':
      // What changes something is protected from other sites' pages where a browser's cookies carry it.
      return route.method === 'GET' ? of.userToken : of.admin;
    case 'person':
    case 'administrator':
    case 'administrator_or_client':
      return of.admin;
    case 'developer':
      return of.developer;
    case 'operator':
      return operator;
  }
}

/** Those who are known and may not call the route, by who they are. */
export function forbidden(route: Route<never>, of: Actors): Record<string, Credentials> {
  const { access } = route;
  switch (access.kind) {
    case 'public':
      return {};
    case 'token':
    case 'reader': {
      const isEvents = scopeOf(access.right) === 'incident_events';
      return { 'a token without the scope': isEvents ? of.cadToken : of.eventsToken };
    }
    case 'person':
      return { 'a client token': of.cadToken, "a user's token": of.userToken, 'a developer': of.developer };
    case 'administrator_or_client':
      return { 'an agent': of.agent, 'a deeplink': of.deeplink, 'a token without the scope': of.userToken };
    case 'administrator':
      return {
        'an agent': of.agent,
        'a deeplink': of.deeplink,
        "a user's token": of.userToken,
        'a developer': of.developer,
      };
    case 'developer':
      return {
        'an administrator': of.admin,
        'an agent': of.agent,
        'a deeplink': of.deeplink,
        "a user's token": of.userToken,
      };
    case 'operator':
      return {
        'an administrator': of.admin,
        'an agent': of.agent,
        'a deeplink': of.deeplink,
        'a developer': of.developer,
      };
  }
}

/** The key the server signs with, as whoever has its secrets key has it. */
export async function signingKeyOf(rows: StoredRows): Promise<{ kid: string; privateKey: KeyObject }> {
  const seal = createSeal([rows.secretsKey()], createSystemRandom());
  const [stored] = await rows.all<{ kid: string; private_jwk: string }>(
    `SELECT kid, private_jwk FROM signing_keys WHERE state = 'current' AND sealed_under = '${seal.fingerprint}'`,
  );
  if (stored === undefined) throw new Error('the server has no current signing key');
  const jwk = JSON.parse(seal.open(stored.private_jwk, keyPurpose(stored.kid))) as JsonWebKey;
  return { kid: stored.kid, privateKey: createPrivateKey({ key: jwk, format: 'jwk' }) };
}

/** Tokens that look right and are not: each differs from a good one in one thing. */
export async function badTokens(base: string, rows: StoredRows, good: string): Promise<Record<string, string>> {
  const stored = await signingKeyOf(rows);
  const own = stored.privateKey;
  const { privateKey: foreign } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [header = '', payload = '', signature = ''] = good.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  const now = Math.floor(Date.now() / 1000);
  const sign = (changes: Record<string, unknown>, key = own, head: Record<string, unknown> = {}) =>
    new SignJWT({ ...claims, ...changes })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: stored.kid, ...head })
      .sign(key);
  const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
  const more = Buffer.from(JSON.stringify({ ...claims, agency: 'harbor-city' })).toString('base64url');
  return {
    garbage: 'not-a-token',
    'three parts of garbage': 'a.b.c',
    expired: await sign({ iat: now - 7200, exp: now - 3600 }),
    'living longer than its client allows': await sign({ iat: now, exp: now + 30 * 365 * 86_400 }),
    'living one second longer than its client allows': await sign({ exp: Number(claims['exp']) + 1 }),
    'dated years ahead': await sign({ iat: now + 86_400_000, exp: now + 86_400_000 + 60 }),
    'signed by another key': await sign({}, foreign),
    'of another issuer': await sign({ iss: 'http://elsewhere.test' }),
    'for another audience': await sign({ aud: 'http://elsewhere.test' }),
    'of another type': await sign({}, own, { typ: 'JWT' }),
    'of an unknown client': await sign({ client_id: 'nobody', sub: 'nobody' }),
    unsigned: `${none}.${payload}.`,
    'changed after signing': `${header}.${more}.${signature}`,
    'cut short': good.slice(0, -3),
    [`issued by ${base} and spoiled`]: `${good}x`,
  };
}
