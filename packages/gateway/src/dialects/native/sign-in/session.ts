import { Session, SignInRequest } from '@sallyport/contract';
import type { Audit } from '../../../audit/append-record.ts';
import type { ClientDirectory } from '../../../authorization/clients/client-directory.ts';
import { readSession } from '../../../authorization/deeplinks/read-session.ts';
import type { Limits } from '../../../authorization/limits/limits.ts';
import type { StrangerRecords } from '../../../authorization/refusals/stranger-records.ts';
import type { ChangeFeed } from '../../../database/changes/change-feed.ts';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Random } from '../../../kernel/random.ts';
import type { MailQueue } from '../../../outbox/mail-queue.ts';
import type { PasswordHasher } from '../../../people/passwords/password-hasher.ts';
import type { SecurityPolicies } from '../../../people/policies/security-policies.ts';
import { signIn, signOut } from '../../../people/sessions/portal-session.ts';
import { browserTokenOf, DEEPLINK_HEADER, SESSION_COOKIE } from '../../routing/browser-credentials.ts';
import { principalOf, type Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { sessionCookie } from './cookies.ts';
import { encodeDeeplinkSession, encodePortalSession } from './encode-session.ts';

export interface OpenPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: Limits;
  readonly strangers: StrangerRecords;
  readonly passwords: PasswordHasher;
  readonly policies: SecurityPolicies;
  readonly mail: MailQueue;
}

const PATH = '/api/session';

/** `POST /api/session`: a person signs in by hand. */
export const open: Route<OpenPorts> = {
  method: 'POST',
  path: PATH,
  errors: nativeErrors,
  summary: 'Sign in to the portal',
  access: { kind: 'public' },
  limit: 'none',
  body: 'json',
  bodyLimitBytes: 8_192,
  schema: { body: SignInRequest, responses: { 200: Session } },
  async handle(ports, { body, origin }) {
    const { email, password } = body as SignInRequest;
    const session = await signIn(ports, { email, password, origin });
    const maxAgeSeconds = Math.floor((session.expiresAt - ports.clock.now()) / 1000);
    return {
      status: 200,
      headers: { 'cache-control': 'no-store' },
      cookies: [sessionCookie(session.token.reveal(), maxAgeSeconds)],
      body: await encodePortalSession(ports, session),
    };
  },
};

/** `GET /api/session`: who this browser is signed in as; with the deeplink header, by that deeplink. */
export const read: Route<{ database: Database; clock: Clock; clients: ClientDirectory; policies: SecurityPolicies }> = {
  method: 'GET',
  path: PATH,
  errors: nativeErrors,
  summary: 'Who is signed in',
  access: { kind: 'person', right: 'session:own' },
  limit: 'reads',
  body: 'none',
  schema: { responses: { 200: Session } },
  async handle(ports, { headers, cookies }) {
    const deeplinkId = headers[DEEPLINK_HEADER];
    const session = await readSession(ports, {
      deeplinkId: typeof deeplinkId === 'string' ? deeplinkId : undefined,
      browserToken: browserTokenOf(cookies),
      portalToken: cookies[SESSION_COOKIE] ?? '',
    });
    const body =
      session.kind === 'portal'
        ? await encodePortalSession(ports, session)
        : await encodeDeeplinkSession(ports, session);
    return { status: 200, headers: { 'cache-control': 'no-store' }, body };
  },
};

/** `DELETE /api/session`: signs out. */
export const close: Route<{ database: Database; audit: Audit; changes: ChangeFeed }> = {
  method: 'DELETE',
  path: PATH,
  errors: nativeErrors,
  summary: 'Sign out',
  access: { kind: 'person', right: 'session:own' },
  limit: 'reads',
  body: 'none',
  schema: { responses: { 204: null } },
  async handle(ports, request) {
    const token = request.cookies[SESSION_COOKIE];
    if (token !== undefined) {
      const { user, agencyId } = principalOf(request);
      await signOut(ports, { token, userId: user?.id ?? '', agencyId, origin: request.origin });
    }
    return { status: 204, cookies: [sessionCookie('', 0)] };
  },
};
