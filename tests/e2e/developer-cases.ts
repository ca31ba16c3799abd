import { randomUUID } from 'node:crypto';
import { type CookieJar, expectJson, send } from './http-client.ts';
import type { RouteCase } from './route-case.ts';
import { signInDeveloper } from './sandbox.ts';

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
};
