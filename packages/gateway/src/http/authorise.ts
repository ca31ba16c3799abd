import type { FastifyRequest } from 'fastify';
import { findDeeplinkSession } from '../authorization/deeplinks/redeem-deeplink.ts';
import type { Principal } from '../authorization/principals/principal.ts';
import {
  principalOfDeeplink,
  principalOfDeveloper,
  principalOfSession,
} from '../authorization/principals/signed-in.ts';
import type { Presentation } from '../authorization/tokens/bearer-check.ts';
import type { ShownProof } from '../authorization/tokens/check-proof.ts';
import {
  browserTokenOf,
  DEEPLINK_HEADER,
  DEVELOPER_COOKIE,
  POSITION_COOKIE,
  SESSION_COOKIE,
} from '../dialects/routing/browser-credentials.ts';
import type { RouteAccess } from '../dialects/routing/route.ts';
import { type DomainError, refuse } from '../kernel/errors.ts';
import { findDeveloperSession } from '../people/developers/developer-session.ts';
import { scopeOf } from '../people/rights/rights.ts';
import type { EndReason } from '../people/sessions/end-reason.ts';
import { findPortalSession } from '../people/sessions/portal-session.ts';
import { lockedSession } from '../people/sessions/session-lock.ts';
import { whyEnded } from '../people/sessions/why-ended.ts';
import type { ServerPorts } from './ports.ts';

const CREDENTIALS = /^(bearer|dpop) +(\S+)\s*$/i;

/**
 * Who is asking, or a refusal: `missing_token`, `invalid_token`, `refused_proof`, `invalid_bound_token`, `insufficient_scope`, `forbidden`. Null on public routes.
 * Runs before the body is read, so that a stranger's body costs nothing.
 */
export async function authorise(
  ports: ServerPorts,
  access: RouteAccess,
  request: FastifyRequest,
  places: TokenPlaces = { isSocket: false },
): Promise<Principal | null> {
  if (access.kind === 'public') {
    if (places.isOfClientPage !== true && access.takesForeignForms !== true)
      refuseForeignPage(request, ports.publicUrl);
    return null;
  }
  const principal = await identify(ports, request, access.kind, places);
  checkMay(access, principal);
  return principal;
}

/**
 * A browser cannot send headers with a WebSocket: its token and its deeplink may be in the query. Nor can it with a picture:
 * its deeplink may be there, which opens nothing without this browser's cookie.
 */
export interface TokenPlaces {
  readonly isSocket: boolean;
  readonly isDeeplinkInQuery?: boolean;
  /** The page is of an origin that a public client registered, and the path is one for it. */
  readonly isOfClientPage?: boolean;
}

/** What a request shows of its key: the DPoP header as it came, and what it is sent to. */
export function shownProofOf({ headers, method, url }: FastifyRequest): ShownProof {
  const query = url.indexOf('?');
  // Node joins several headers of a name it does not know.
  const header = headers['dpop'] as string | undefined;
  return { header, method, path: query === -1 ? url : url.slice(0, query) };
}

interface PresentedToken {
  readonly token: string;
  readonly presentation: Presentation;
  readonly isInQuery: boolean;
}

/** True where the request has something else than a header by which it can be known. */
function hasOtherCredentials({ cookies }: FastifyRequest): boolean {
  return (
    [SESSION_COOKIE, DEVELOPER_COOKIE].some((name) => (cookies[name] ?? '') !== '') || browserTokenOf(cookies) !== null
  );
}

/**
 * The access token of a request and how it is sent, or nothing; a header that has one wins. A header of another kind, as a proxy
 * or a browser adds one for its own sake, counts for nothing beside a token in the query or a cookie, and is refused alone.
 */
function presentedToken(request: FastifyRequest, { isSocket }: TokenPlaces): PresentedToken | undefined {
  const { authorization } = request.headers;
  const [, scheme = '', ofHeader] = CREDENTIALS.exec(authorization ?? '') ?? [];
  if (ofHeader !== undefined) {
    if (scheme.toLowerCase() === 'bearer') {
      return { token: ofHeader, presentation: { scheme: 'bearer' }, isInQuery: false };
    }
    const proof = isSocket ? null : shownProofOf(request);
    return { token: ofHeader, presentation: { scheme: 'dpop', proof }, isInQuery: false };
  }
  const { token } = request.query as { token?: unknown };
  if (isSocket && typeof token === 'string' && token !== '') {
    return { token, presentation: { scheme: 'bearer' }, isInQuery: true };
  }
  if (authorization === undefined || hasOtherCredentials(request)) return undefined;
  throw refuse.invalidToken({ description: 'Send the access token as Authorization: Bearer <access token>' });
}

/** The access token of a request, or nothing. */
export function bearerTokenOf(request: FastifyRequest, places: TokenPlaces): string | undefined {
  return presentedToken(request, places)?.token;
}

async function identify(
  ports: ServerPorts,
  request: FastifyRequest,
  kind: RouteAccess['kind'],
  places: TokenPlaces,
): Promise<Principal> {
  const presented = presentedToken(request, places);
  if (presented !== undefined) {
    const principal = await ports.bearer.check(presented.token, presented.presentation);
    // RFC 9700 section 4.3.2: a token in a URL is an exception a client is marked for.
    if (presented.isInQuery && principal.client?.settings.legacy.tokenInQuery !== true) {
      throw refuse.invalidToken({ description: 'This client sends its token in the Authorization header' });
    }
    return principal;
  }
  if (kind === 'token') {
    throw refuse.missingToken({ description: 'Send an access token, as Authorization: Bearer <access token>' });
  }
  if (places.isSocket) refuseForeignSocket(request, ports.publicUrl);
  else refuseForeignPage(request, ports.publicUrl);
  const { deeplink } = request.query as { deeplink?: unknown };
  const ofHeader = places.isSocket ? undefined : request.headers[DEEPLINK_HEADER];
  const deeplinkId = ofHeader ?? (places.isSocket || places.isDeeplinkInQuery === true ? deeplink : undefined);
  if (typeof deeplinkId === 'string') {
    const browserToken = browserTokenOf(request.cookies);
    return principalOfDeeplink(await findDeeplinkSession(ports, { deeplinkId, browserToken }));
  }
  return identifyByCookie(ports, request, kind);
}

/** The refusal of a session that has ended, with the reason for whoever has its cookie. */
const endedSession = (reason: EndReason | null) =>
  refuse.invalidToken({ description: 'The session has ended; sign in again', ...(reason !== null && { reason }) });

/** Of two sessions in one browser, the one this kind of route is for. */
async function identifyByCookie(
  ports: ServerPorts,
  { cookies }: FastifyRequest,
  kind: RouteAccess['kind'],
): Promise<Principal> {
  const { [SESSION_COOKIE]: portalToken = '', [DEVELOPER_COOKIE]: developerToken = '' } = cookies;
  if (portalToken === '' && developerToken === '') {
    throw refuse.missingToken({ description: 'Sign in, or send an access token' });
  }
  if (developerToken !== '' && (kind === 'developer' || portalToken === '')) {
    const session = await findDeveloperSession(ports, developerToken);
    if (session === null) throw endedSession(null);
    return principalOfDeveloper(session.developer);
  }
  const session = await findPortalSession(ports, portalToken, cookies[POSITION_COOKIE]);
  if (session === null) throw endedSession(await whyEnded(ports, portalToken));
  return principalOfSession(session);
}

/** A page of another origin may not act with this browser's cookies; programs send neither header. */
function refuseForeignPage(request: FastifyRequest, publicUrl: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const site = request.headers['sec-fetch-site'];
  const isOwn = site === undefined ? isOwnOrigin(request, publicUrl) : site === 'same-origin' || site === 'none';
  if (!isOwn) throw foreignPage();
}

/** RFC 6455 section 10.2: every browser names the page's origin, and no other rule of a browser stops a foreign page. */
function refuseForeignSocket(request: FastifyRequest, publicUrl: string): void {
  if (!isOwnOrigin(request, publicUrl)) throw foreignPage();
}

function isOwnOrigin(request: FastifyRequest, publicUrl: string): boolean {
  const { origin } = request.headers;
  const own = [new URL(publicUrl).origin, `${request.protocol}://${request.host}`];
  return origin === undefined || own.includes(origin);
}

const foreignPage = () =>
  refuse.forbidden({ description: 'This call may come from the portal itself only', logDetail: 'origin' });

const PERSON_REFUSED = {
  person: 'This is for people who are signed in to the portal',
  administrator: 'Only an administrator may do this',
  administrator_or_client: 'Only an administrator, or a client with the scope, may do this',
  operator: 'Only an operator of this installation may do this',
  developer: 'This is for developers; sign in at /developers',
} as const;

const STEP_LEFT = {
  acknowledge_banner:
    'The sign-in is not complete: acknowledge the banner_text of GET /api/session by POST /api/session/banner',
  prove_factor: 'The sign-in is not complete: show a second factor by POST /api/session/factor',
  change_password: 'The sign-in is not complete: the password has expired; change it by POST /api/session/password',
  enrol_factor: 'The sign-in is not complete: the security policy asks for a second factor; add one',
} as const;

/** Refuses with `factor_required` a session whose person showed a factor longer ago than the policy allows. Tokens are not sessions. */
export function checkRecentFactor(principal: Principal | null, now: number): void {
  const { confirmedUntil } = principal ?? {};
  if (confirmedUntil === undefined || now < confirmedUntil) return;
  throw refuse.factorRequired({
    description:
      'Show a factor again and repeat the request: POST /api/session/factor, or /api/session/factor/password where you have none',
  });
}

/** Refuses with `recheck_required` a session that is locked, but for what unlocks it and what rings meanwhile. */
export function checkLock(principal: Principal | null, { whileLocked }: { readonly whileLocked?: true }): void {
  if (whileLocked !== true && principal?.lock !== undefined) throw lockedSession();
}

/** The kinds of route that an access token opens. */
const TAKES_TOKENS: readonly string[] = ['token', 'reader', 'administrator_or_client'] satisfies RouteAccess['kind'][];

/** Whoever calls has the route's right, by credentials that its kind takes. */
function checkMay(access: Exclude<RouteAccess, { kind: 'public' }>, { via, rights, signInStep }: Principal): void {
  const isToken = via === 'client_token' || via === 'user_token';
  const isTaken = !isToken || TAKES_TOKENS.includes(access.kind);
  if (isTaken && rights.has(access.right)) return;
  if (signInStep !== undefined) {
    throw refuse.forbidden({ description: STEP_LEFT[signInStep], logDetail: `the step ${signInStep} is left` });
  }
  const logDetail = isTaken ? `the right ${access.right} is missing` : 'the route takes no token';
  switch (access.kind) {
    case 'token':
    case 'reader':
      throw insufficientScope(scopeOf(access.right), logDetail);
    case 'administrator_or_client':
      if (isToken) throw insufficientScope(scopeOf(access.right), logDetail);
  }
  throw refuse.forbidden({ description: PERSON_REFUSED[access.kind], logDetail });
}

function insufficientScope(scope: string, logDetail: string): DomainError {
  return refuse.insufficientScope({ description: `This needs a token with the scope ${scope}`, logDetail });
}
