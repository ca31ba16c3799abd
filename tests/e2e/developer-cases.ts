import { randomUUID } from 'node:crypto';
import type { Credentials } from './actors.ts';
import { type CookieJar, expectJson, send } from './http-client.ts';
import type { RouteCase, Things } from './route-case.ts';
import { signIn, signInDeveloper } from './sandbox.ts';

const long = (length: number) => 'x'.repeat(length);
const PASSWORD = 'plain copper kettle 58';
const freshEmail = () => `developer-${randomUUID()}@studio.test`;

/** The token of a new sign-up's link, as a server without mail shows it. */
export async function newSignUpToken(base: string, email = freshEmail()): Promise<string> {
  const { url } = await expectJson<{ url: string }>(base, 202, {
    method: 'POST',
    path: '/api/developer/sign-ups',
    json: { name: 'Noor Builder', email, password: PASSWORD },
  });
  return new URL(url).hash.slice(1);
}

/** The cookies of a developer nobody else is. */
export async function newDeveloper(base: string): Promise<CookieJar> {
  const email = freshEmail();
  const json = { link_token: await newSignUpToken(base, email), password: PASSWORD };
  const confirmed = await send(base, { method: 'POST', path: '/api/developer/confirmations', json });
  if (confirmed.status !== 204) throw new Error(`a sign-up was not confirmed: ${confirmed.text}`);
  return signInDeveloper(base, { email, password: PASSWORD });
}

/** One pixel, as a browser would upload it. */
export const PNG = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);

const details = (name: string) => ({
  name,
  contact_name: 'Noor Builder',
  contact_email: 'noor@studio.test',
  contact_phone: '(212) 555-0142',
  company: 'Board Studio',
  redirect_uris: ['https://board.test/back'],
});

async function newDraft(base: string, who: Credentials, name: string): Promise<string> {
  const path = '/api/developer/applications';
  const { id } = await expectJson<{ id: string }>(base, 201, { method: 'POST', path, json: details(name), ...who });
  for (const kind of ['photo_id', 'proof_of_business']) {
    const request = { method: 'POST', path: `${path}/${id}/documents/${kind}`, body: PNG, ...who };
    await expectJson(base, 200, { ...request, headers: { 'content-type': 'image/png' } });
  }
  return id;
}

async function newSubmitted(base: string, who: Credentials, name: string): Promise<string> {
  const id = await newDraft(base, who, name);
  await expectJson(base, 200, { method: 'POST', path: `/api/developer/applications/${id}/submit`, ...who });
  return id;
}

/** One application of each standing, of one developer, whose approved one has a secret and asks the agency. */
export async function newApplications(
  base: string,
  who: Credentials,
  agencyId: string,
): Promise<Pick<Things, 'draftId' | 'submittedId' | 'approvedId' | 'ownSecretId' | 'agencyRequestId'>> {
  const approvedId = await newSubmitted(base, who, `Approved Board of ${agencyId}`);
  const path = `/api/applications/${approvedId}/decision`;
  const jar = await signIn(base, 'operator');
  await expectJson(base, 200, { method: 'POST', path, jar, json: { decision: 'approved', documents_opened: true } });
  const own = `/api/developer/applications/${approvedId}`;
  const secret = await expectJson<{ secret_id: string }>(base, 201, { method: 'POST', path: `${own}/secrets`, ...who });
  const asked = await expectJson<{ id: string }>(base, 201, {
    method: 'POST',
    path: `${own}/agency-requests`,
    json: { agency_id: agencyId, purpose: 'Boards in your stations' },
    ...who,
  });
  return {
    draftId: await newDraft(base, who, `Draft Board of ${agencyId}`),
    submittedId: await newSubmitted(base, who, `Submitted Board of ${agencyId}`),
    approvedId,
    ownSecretId: secret.secret_id,
    agencyRequestId: asked.id,
  };
}

const DETAILS_WRONG = [
  ['name', '   '],
  ['contact_email', 'nobody'],
  ['contact_phone', '911'],
  ['contact_phone', 5],
  ['redirect_uris', 'https://board.test/'],
  ['redirect_uris', ['http://board.test/']],
  ['redirect_uris', ['javascript:alert(1)']],
  ['post_logout_redirect_uris', 'https://board.test/out'],
  ['post_logout_redirect_uris', ['http://board.test/out']],
  ['backchannel_logout_uri', 'http://board.test/logout'],
  ['backchannel_logout_uri', 'https://10.0.0.1/logout'],
  ['backchannel_logout_uri', '\u200b'],
  ['backchannel_logout_uri', 5],
  ['backchannel_logout_session_required', true],
  ['initiate_login_uri', 'http://board.test/login'],
  ['initiate_login_uri', 'com.board.app:/login'],
  ['initiate_login_uri', ''],
] as const;
const DETAILS_TOO_LONG = [
  ['name', long(101)],
  ['contact_name', long(101)],
  ['contact_phone', long(61)],
  ['company', long(201)],
  ['redirect_uris', Array.from({ length: 11 }, () => 'https://board.test/')],
  ['post_logout_redirect_uris', Array.from({ length: 11 }, () => 'https://board.test/')],
  ['backchannel_logout_uri', `https://board.test/${long(2_000)}`],
] as const;

/** What developers, and those who answer them, may ask. */
export const DEVELOPER_CASES: Readonly<Record<string, RouteCase>> = {
  'POST /api/developer/sign-ups': {
    path: () => '/api/developer/sign-ups',
    success: 202,
    body: () => ({ name: 'Noor Builder', email: freshEmail(), password: PASSWORD }),
    missing: ['name', 'email', 'password'],
    wrong: [
      ['name', '   '],
      ['email', 'nobody'],
      ['email', 5],
      ['password', 'short'],
      ['password', 'passwordpassword'],
    ],
    tooLong: [
      ['name', long(101)],
      ['email', `${long(260)}@studio.test`],
      ['password', long(1_025)],
    ],
  },
  'POST /api/developer/confirmations': {
    path: () => '/api/developer/confirmations',
    success: 204,
    body: ({ signUpToken }) => ({ link_token: signUpToken, password: PASSWORD }),
    missing: ['link_token', 'password'],
    wrong: [
      ['link_token', 5],
      ['link_token', ''],
      ['password', ['x']],
    ],
    tooLong: [
      ['link_token', long(201)],
      ['password', long(1_025)],
    ],
    unknown: 404,
  },
  'POST /api/developer/session': {
    path: () => '/api/developer/session',
    success: 200,
    body: () => ({ email: 'developer@sandbox.test', password: 'sandbox-developer-911' }),
    missing: ['email', 'password'],
    wrong: [
      ['email', 5],
      ['password', ['x']],
      ['email', ''],
    ],
    tooLong: [
      ['email', long(255)],
      ['password', long(1_025)],
    ],
  },
  'GET /api/developer/session': { path: () => '/api/developer/session', success: 200 },
  'DELETE /api/developer/session': { path: () => '/api/developer/session', success: 204, turn: 9 },
  'GET /api/developer/applications': { path: () => '/api/developer/applications', success: 200 },
  'POST /api/developer/applications': {
    path: () => '/api/developer/applications',
    success: 201,
    body: () => details('Another Board'),
    missing: ['name', 'contact_name', 'contact_email', 'contact_phone', 'company'],
    wrong: DETAILS_WRONG,
    tooLong: DETAILS_TOO_LONG,
  },
  'GET /api/developer/applications/:id': {
    path: ({ draftId }) => `/api/developer/applications/${draftId}`,
    success: 200,
    unknown: 404,
  },
  'PATCH /api/developer/applications/:id': {
    path: ({ draftId }) => `/api/developer/applications/${draftId}`,
    success: 200,
    unknown: 404,
    body: () => ({ name: 'Draft Board' }),
    wrong: DETAILS_WRONG,
    tooLong: DETAILS_TOO_LONG,
  },
  'POST /api/developer/applications/:id/documents/:kind': {
    path: ({ draftId }) => `/api/developer/applications/${draftId}/documents/photo_id`,
    success: 200,
    unknown: 404,
    document: { type: 'image/png', bytes: PNG },
  },
  'POST /api/developer/applications/:id/submit': {
    path: ({ draftId }) => `/api/developer/applications/${draftId}/submit`,
    success: 200,
    unknown: 404,
    turn: 1,
  },
  'POST /api/developer/applications/:id/secrets': {
    path: ({ approvedId }) => `/api/developer/applications/${approvedId}/secrets`,
    success: 201,
    unknown: 404,
  },
  'DELETE /api/developer/applications/:id/secrets/:secret_id': {
    path: ({ approvedId, ownSecretId }) => `/api/developer/applications/${approvedId}/secrets/${ownSecretId}`,
    success: 200,
    unknown: 404,
    turn: 1,
  },
  'GET /api/developer/applications/:id/refusals': {
    path: ({ approvedId }) => `/api/developer/applications/${approvedId}/refusals`,
    success: 200,
    unknown: 404,
  },
  'GET /api/developer/agencies': { path: () => '/api/developer/agencies', success: 200 },
  'GET /api/developer/applications/:id/agency-requests': {
    path: ({ approvedId }) => `/api/developer/applications/${approvedId}/agency-requests`,
    success: 200,
    unknown: 404,
  },
  'POST /api/developer/applications/:id/agency-requests': {
    path: ({ approvedId }) => `/api/developer/applications/${approvedId}/agency-requests`,
    success: 201,
    unknown: 404,
    // Each agency is asked once at a time, and its own was.
    body: ({ agencyId }) => ({
      agency_id: agencyId === 'sandbox-county' ? 'harbor-city' : 'sandbox-county',
      purpose: 'Boards in your stations',
    }),
    missing: ['agency_id', 'purpose'],
    wrong: [
      ['purpose', '  '],
      ['agency_id', 5],
    ],
    tooLong: [
      ['agency_id', long(65)],
      ['purpose', long(1_001)],
    ],
  },
  'GET /api/applications': { path: () => '/api/applications', success: 200 },
  'GET /api/applications/:id': {
    path: ({ submittedId }) => `/api/applications/${submittedId}`,
    success: 200,
    unknown: 404,
  },
  'GET /api/applications/:id/documents/:kind': {
    path: ({ submittedId }) => `/api/applications/${submittedId}/documents/photo_id`,
    success: 200,
    unknown: 404,
  },
  'POST /api/applications/:id/decision': {
    path: ({ submittedId }) => `/api/applications/${submittedId}/decision`,
    success: 200,
    unknown: 404,
    turn: 1,
    body: () => ({ decision: 'declined', text: 'No such business is registered' }),
    missing: ['decision'],
    wrong: [
      ['decision', 'maybe'],
      ['decision', 'approved'],
      ['documents_opened', 'yes'],
      ['text', '   '],
      ['legacy', { password_grant: 'yes' }],
    ],
    tooLong: [['text', long(2_001)]],
  },
  'GET /api/agency-requests': { path: () => '/api/agency-requests', success: 200 },
  'POST /api/agency-requests/:id/answer': {
    path: ({ agencyRequestId }) => `/api/agency-requests/${agencyRequestId}/answer`,
    success: 200,
    unknown: 404,
    body: () => ({ state: 'declined', answer: 'Not this year' }),
    missing: ['state'],
    wrong: [
      ['state', 'asked'],
      ['answer', '  '],
    ],
    tooLong: [['answer', long(1_001)]],
  },
  'GET /api/approved-applications': { path: () => '/api/approved-applications', success: 200 },
  'POST /api/clients': {
    path: () => '/api/clients',
    success: 201,
    body: ({ approvedId }) => ({
      application_id: approvedId,
      integration_kind: 'psap',
      scopes: ['alerts', 'deeplinks'],
      grant_types: ['client_credentials'],
      access_token_ttl_seconds: 3_600,
    }),
    missing: ['application_id', 'integration_kind', 'scopes', 'grant_types', 'access_token_ttl_seconds'],
    wrong: [
      ['integration_kind', 'spy'],
      ['scopes', []],
      ['scopes', ['everything']],
      ['scopes', ['alerts:trigger']],
      ['grant_types', ['magic']],
      ['grant_types', ['password']],
      ['access_token_ttl_seconds', 59],
      ['access_token_ttl_seconds', 86_401],
      ['legacy', { anything: true }],
      ['callflow', 'a name'],
    ],
    tooLong: [
      ['application_id', long(61)],
      ['callflow', long(101)],
    ],
    unknown: 404,
  },
};
