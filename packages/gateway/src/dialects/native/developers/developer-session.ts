import { DeveloperSession, SignInRequest } from '@sallyport/contract';
import type { Audit } from '../../../audit/append-record.ts';
import type { Limits } from '../../../authorization/limits/limits.ts';
import type { StrangerRecords } from '../../../authorization/refusals/stranger-records.ts';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';
import { refuse } from '../../../kernel/errors.ts';
import type { Random } from '../../../kernel/random.ts';
import {
  findDeveloperSession,
  signInDeveloper,
  signOutDeveloper,
} from '../../../people/developers/developer-session.ts';
import type * as access from '../../../people/developers/types.ts';
import type { PasswordHasher } from '../../../people/passwords/password-hasher.ts';
import { DEVELOPER_COOKIE } from '../../routing/browser-credentials.ts';
import { principalOf, type Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { developerCookie } from '../sign-in/cookies.ts';

export interface OpenPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: { readonly portalSessionHours: number };
  readonly limits: Limits;
  readonly strangers: StrangerRecords;
  readonly passwords: PasswordHasher;
}

const PATH = '/api/developer/session';
const UNCACHED = { 'cache-control': 'no-store' };

function encode({ developer, expiresAt }: access.DeveloperSession): DeveloperSession {
  const { id, email, name } = developer;
  return { developer: { id, email, name }, expires_at: toRfc3339(expiresAt) };
}

export const open: Route<OpenPorts> = {
  method: 'POST',
  path: PATH,
  errors: nativeErrors,
  summary: 'Sign in as a developer',
  access: { kind: 'public' },
  limit: 'none',
  body: 'json',
  bodyLimitBytes: 8_192,
  schema: { body: SignInRequest, responses: { 200: DeveloperSession } },
  async handle(ports, { body, origin }) {
    const { email, password } = body as SignInRequest;
    const session = await signInDeveloper(ports, { email, password, origin });
    const maxAgeSeconds = Math.floor((session.expiresAt - ports.clock.now()) / 1000);
    return {
      status: 200,
      headers: UNCACHED,
      cookies: [developerCookie(session.token.reveal(), maxAgeSeconds)],
      body: encode(session),
    };
  },
};

export const read: Route<{ database: Database; clock: Clock }> = {
  method: 'GET',
  path: PATH,
  errors: nativeErrors,
  summary: 'Which developer is signed in',
  access: { kind: 'developer', right: 'applications:own' },
  limit: 'reads',
  body: 'none',
  schema: { responses: { 200: DeveloperSession } },
  async handle(ports, { cookies }) {
    const session = await findDeveloperSession(ports, cookies[DEVELOPER_COOKIE] ?? '');
    if (session === null) throw refuse.invalidToken({ description: 'The session has ended; sign in again' });
    return { status: 200, headers: UNCACHED, body: encode(session) };
  },
};

export const close: Route<{ database: Database; audit: Audit }> = {
  method: 'DELETE',
  path: PATH,
  errors: nativeErrors,
  summary: 'Sign out as a developer',
  access: { kind: 'developer', right: 'applications:own' },
  limit: 'reads',
  body: 'none',
  schema: { responses: { 204: null } },
  async handle(ports, request) {
    const token = request.cookies[DEVELOPER_COOKIE] ?? '';
    await signOutDeveloper(ports, {
      token,
      developerId: principalOf(request).developer?.id ?? '',
      origin: request.origin,
    });
    return { status: 204, cookies: [developerCookie('', 0)] };
  },
};
