import * as contract from '@sallyport/contract';
import { Type } from 'typebox';
import type { ClientDirectory } from '../../../authorization/clients/client-directory.ts';
import { readSession } from '../../../authorization/deeplinks/read-session.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';
import type { Random } from '../../../kernel/random.ts';
import { beginTotp } from '../../../people/factors/enrol-totp.ts';
import { listFactors, removeFactor, renewRecoveryCodes } from '../../../people/factors/manage-factors.ts';
import type { FactorPorts } from '../../../people/factors/prove-factor.ts';
import { confirmOwnTotp, showFactor } from '../../../people/sessions/complete-session.ts';
import type { PortalSession } from '../../../people/sessions/portal-session.ts';
import { showableFactors } from '../../../people/sessions/showable-factors.ts';
import { POSITION_COOKIE, SESSION_COOKIE } from '../../routing/browser-credentials.ts';
import type { Route, RouteRequest } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { encodePortalSession } from './encode-session.ts';

/** What the routes of a person's own factors take. */
export interface OwnFactorPorts extends FactorPorts {
  readonly random: Random;
  readonly clients: ClientDirectory;
}

export const own = {
  errors: nativeErrors,
  access: { kind: 'person', right: 'factors:own' },
  limit: 'reads',
  bodyLimitBytes: 1_024,
} as const;

export const PRIVATE = { 'cache-control': 'no-store' };
/** What goes on with a session, whatever is left of it. */
export const ofSession = {
  ...own,
  access: { kind: 'person', right: 'session:own' },
  whileLocked: true,
} as const;
const byId = Type.Object({
  id: Type.String({ maxLength: 60, description: 'The factor', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1daa'] }),
});

/** The session that this browser opened by hand. */
export async function ownSession(
  ports: OwnFactorPorts,
  { cookies }: RouteRequest,
): Promise<PortalSession & { token: string }> {
  const token = cookies[SESSION_COOKIE] ?? '';
  const positionToken = cookies[POSITION_COOKIE];
  const browser = { deeplinkId: undefined, browserToken: null, portalToken: token, positionToken };
  const session = await readSession(ports, browser);
  return { ...(session as PortalSession), token };
}

/** `GET /api/session/factor`: what unlocks the session, too. */
export const readShowable: Route<OwnFactorPorts> = {
  ...ofSession,
  method: 'GET',
  path: '/api/session/factor',
  summary: 'What you can show in this session to prove that it is you',
  body: 'none',
  schema: { responses: { 200: contract.ShowableFactors } },
  async handle(ports, request) {
    const { ways, provider } = await showableFactors(ports, await ownSession(ports, request));
    const identity_provider = provider && { title: provider.title, url: `/sso/${provider.id}` };
    return { status: 200, headers: PRIVATE, body: { ways: [...ways], identity_provider } };
  },
};

/** `POST /api/session/factor`: goes on with a sign-in, or with a session that is locked. */
export const show: Route<OwnFactorPorts> = {
  ...ofSession,
  method: 'POST',
  path: '/api/session/factor',
  summary: 'Show a second factor, to go on with a sign-in or a locked session',
  body: 'json',
  schema: { body: contract.FactorCodeRequest, responses: { 200: contract.Session } },
  async handle(ports, request) {
    const { code } = request.body as contract.FactorCodeRequest;
    const session = await ownSession(ports, request);
    await showFactor(ports, { ...session, code, origin: request.origin });
    return { status: 200, headers: PRIVATE, body: await encodePortalSession(ports, await ownSession(ports, request)) };
  },
};

/** `GET /api/account/factors`. */
export const list: Route<OwnFactorPorts> = {
  ...own,
  method: 'GET',
  path: '/api/account/factors',
  summary: 'List your second factors',
  body: 'none',
  schema: { responses: { 200: contract.OwnFactors } },
  async handle(ports, request) {
    const { user } = await ownSession(ports, request);
    const { factors, recoveryCodesLeft } = await listFactors(ports, user.id);
    return {
      status: 200,
      body: {
        factors: factors.map(({ id, kind, name, createdAt, lastUsedAt }) => ({
          id,
          kind,
          name,
          created_at: toRfc3339(createdAt),
          last_used_at: lastUsedAt === null ? null : toRfc3339(lastUsedAt),
        })),
        recovery_codes_left: recoveryCodesLeft,
      },
    };
  },
};

/** `POST /api/account/factors/totp`: the seed is in this answer alone. */
export const begin: Route<OwnFactorPorts> = {
  ...own,
  needsRecentFactor: true,
  method: 'POST',
  path: '/api/account/factors/totp',
  summary: 'Begin to add an authenticator app as a second factor',
  body: 'json',
  schema: { body: contract.NameFactorRequest, responses: { 201: contract.BegunTotp } },
  async handle(ports, request) {
    const { name } = request.body as contract.NameFactorRequest;
    const { user } = await ownSession(ports, request);
    const { id, seed, uri } = await beginTotp(ports, { user, name });
    return { status: 201, headers: PRIVATE, body: { id, seed: seed.reveal(), uri: uri.reveal() } };
  },
};

/** `POST /api/account/factors/{id}/confirm`: the factor counts from now on. */
export const confirm: Route<OwnFactorPorts> = {
  ...own,
  method: 'POST',
  path: '/api/account/factors/:id/confirm',
  summary: 'Confirm a second factor by its first code',
  body: 'json',
  schema: { params: byId, body: contract.FactorCodeRequest, responses: { 200: contract.ConfirmedFactor } },
  async handle(ports, request) {
    const { code } = request.body as contract.FactorCodeRequest;
    const { user, token } = await ownSession(ports, request);
    const factorId = request.params['id'] ?? '';
    const codes = await confirmOwnTotp(ports, { user, token, factorId, code, origin: request.origin });
    return { status: 200, headers: PRIVATE, body: { recovery_codes: codes === null ? null : [...codes] } };
  },
};

/** `DELETE /api/account/factors/{id}`. */
export const remove: Route<OwnFactorPorts> = {
  ...own,
  needsRecentFactor: true,
  method: 'DELETE',
  path: '/api/account/factors/:id',
  summary: 'Remove one of your second factors',
  body: 'none',
  schema: { params: byId, responses: { 204: null } },
  async handle(ports, request) {
    const { user } = await ownSession(ports, request);
    await removeFactor(ports, { user, origin: request.origin, factorId: request.params['id'] ?? '' });
    return { status: 204 };
  },
};

/** `POST /api/account/recovery-codes`. */
export const renewCodes: Route<OwnFactorPorts> = {
  ...own,
  needsRecentFactor: true,
  method: 'POST',
  path: '/api/account/recovery-codes',
  summary: 'Make ten new recovery codes',
  body: 'none',
  schema: { responses: { 200: contract.NewRecoveryCodes } },
  async handle(ports, request) {
    const { user } = await ownSession(ports, request);
    const codes = await renewRecoveryCodes(ports, { user, origin: request.origin });
    return { status: 200, headers: PRIVATE, body: { recovery_codes: [...codes] } };
  },
};
