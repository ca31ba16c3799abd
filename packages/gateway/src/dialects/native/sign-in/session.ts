import { AcknowledgeBannerRequest, Session, SignInRequest } from '@sallyport/contract';
import type { Audit } from '../../../audit/append-record.ts';
import type { ClientDirectory } from '../../../authorization/clients/client-directory.ts';
import { readSession } from '../../../authorization/deeplinks/read-session.ts';
import type { Limits } from '../../../authorization/limits/limits.ts';
import type { StrangerRecords } from '../../../authorization/refusals/stranger-records.ts';
import type { ChangeFeed } from '../../../database/changes/change-feed.ts';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { refuse } from '../../../kernel/errors.ts';
import type { Random } from '../../../kernel/random.ts';
import type { MailQueue } from '../../../outbox/mail-queue.ts';
import type { PasswordHasher } from '../../../people/passwords/password-hasher.ts';
import type { SecurityPolicies } from '../../../people/policies/security-policies.ts';
import { acknowledgeBanner } from '../../../people/sessions/acknowledge-banner.ts';
import { noteActivity } from '../../../people/sessions/note-activity.ts';
import { findPortalSession, type PortalSession, signIn, signOut } from '../../../people/sessions/portal-session.ts';
import {
  browserTokenOf,
  DEEPLINK_HEADER,
  POSITION_COOKIE,
  SESSION_COOKIE,
  sessionCredentialsOf,
} from '../../routing/browser-credentials.ts';
import { principalOf, type Route, type RouteRequest } from '../../routing/route.ts';
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

export interface ReadPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly policies: SecurityPolicies;
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
export const read: Route<ReadPorts & { clients: ClientDirectory }> = {
  method: 'GET',
  path: PATH,
  errors: nativeErrors,
  summary: 'Who is signed in',
  access: { kind: 'person', right: 'session:own' },
  whileLocked: true,
  limit: 'reads',
  body: 'none',
  schema: { responses: { 200: Session } },
  async handle(ports, { headers, cookies }) {
    const deeplinkId = headers[DEEPLINK_HEADER];
    const session = await readSession(ports, {
      deeplinkId: typeof deeplinkId === 'string' ? deeplinkId : undefined,
      browserToken: browserTokenOf(cookies),
      portalToken: cookies[SESSION_COOKIE] ?? '',
      positionToken: cookies[POSITION_COOKIE],
    });
    const body =
      session.kind === 'portal'
        ? await encodePortalSession(ports, session)
        : await encodeDeeplinkSession(ports, session);
    return { status: 200, headers: { 'cache-control': 'no-store' }, body };
  },
};

/** `POST /api/session/activity`: sent by a page whose person does something. */
export const beActive: Route<ReadPorts> = {
  method: 'POST',
  path: `${PATH}/activity`,
  errors: nativeErrors,
  summary: 'State that the person of this session is active',
  access: { kind: 'person', right: 'session:own' },
  limit: 'reads',
  body: 'none',
  schema: { responses: { 200: Session } },
  async handle(ports, request) {
    const { activeAt = null } = await portalSession(ports, request);
    await noteActivity(ports, { token: request.cookies[SESSION_COOKIE] ?? '', activeAt });
    const body = await encodePortalSession(ports, await portalSession(ports, request));
    return { status: 200, headers: { 'cache-control': 'no-store' }, body };
  },
};

/** `POST /api/session/banner`: what the policy had the person read at the sign-in. */
export const acknowledge: Route<ReadPorts & { audit: Audit }> = {
  method: 'POST',
  path: `${PATH}/banner`,
  errors: nativeErrors,
  summary: 'Acknowledge the text that was shown at the sign-in',
  access: { kind: 'person', right: 'session:own' },
  limit: 'reads',
  body: 'json',
  bodyLimitBytes: 16_384,
  schema: { body: AcknowledgeBannerRequest, responses: { 200: Session } },
  async handle(ports, request) {
    const { banner_text: text } = request.body as AcknowledgeBannerRequest;
    const { user, banner } = await portalSession(ports, request);
    const token = request.cookies[SESSION_COOKIE] ?? '';
    await acknowledgeBanner(ports, { user, banner, token, text, origin: request.origin });
    const body = await encodePortalSession(ports, await portalSession(ports, request));
    return { status: 200, headers: { 'cache-control': 'no-store' }, body };
  },
};

/** The session that this browser opened by hand. Refuses a deeplink's with `forbidden`. */
async function portalSession(ports: ReadPorts, { cookies, principal }: RouteRequest): Promise<PortalSession> {
  if (principal?.via !== 'session') {
    throw refuse.forbidden({ description: 'This is for people who are signed in by hand' });
  }
  const { token = '', positionToken } = sessionCredentialsOf(cookies);
  const session = await findPortalSession(ports, token, positionToken);
  if (session === null) throw refuse.invalidToken({ description: 'The session has ended; sign in again' });
  return session;
}

/** `DELETE /api/session`: signs out. */
export const close: Route<{ database: Database; audit: Audit; clock: Clock; changes: ChangeFeed }> = {
  method: 'DELETE',
  path: PATH,
  errors: nativeErrors,
  summary: 'Sign out',
  access: { kind: 'person', right: 'session:own' },
  whileLocked: true,
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
