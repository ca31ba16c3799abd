import * as contract from '@sallyport/contract';
import { Type } from 'typebox';
import type { ClientDirectory } from '../../../authorization/clients/client-directory.ts';
import { listOpenable } from '../../../authorization/requests/list-openable.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';
import { changeExpiredPassword } from '../../../people/sessions/change-expired-password.ts';
import { changeOwnPassword } from '../../../people/sessions/change-own-password.ts';
import { chooseLanguage } from '../../../people/sessions/choose-language.ts';
import type { EndingPorts } from '../../../people/sessions/end-access.ts';
import { endOwnSession, listOwnSessions } from '../../../people/sessions/own-sessions.ts';
import { showOwnPassword } from '../../../people/sessions/show-password.ts';
import type { UserSignInPorts } from '../../../people/sign-in/check-password.ts';
import { limitParameter, readLimit } from '../../requests/read-limit.ts';
import type { Route } from '../../routing/route.ts';
import { encodePortalSession } from './encode-session.ts';
import { type OwnFactorPorts, ofSession, own, ownSession, PRIVATE } from './factors.ts';

const PAGE = { otherwise: 20, most: 100 };

/** `POST /api/session/factor/password`: the factor of who has none, and of a session that is locked. */
export const showPassword: Route<OwnFactorPorts & UserSignInPorts> = {
  ...ofSession,
  method: 'POST',
  path: '/api/session/factor/password',
  summary: 'Show your password again, where you have no second factor or the session asks for one to go on',
  body: 'json',
  bodyLimitBytes: 8_192,
  schema: { body: contract.ShowPasswordRequest, responses: { 200: contract.Session } },
  async handle(ports, request) {
    const { password } = request.body as contract.ShowPasswordRequest;
    const { user, token, lock } = await ownSession(ports, request);
    await showOwnPassword(ports, { user, token, lock, password, origin: request.origin });
    return { status: 200, headers: PRIVATE, body: await encodePortalSession(ports, await ownSession(ports, request)) };
  },
};

/** `POST /api/session/password`: goes on with a sign-in by a password that has expired. */
export const changeExpired: Route<OwnFactorPorts & UserSignInPorts & EndingPorts> = {
  ...ofSession,
  method: 'POST',
  path: '/api/session/password',
  summary: 'Change the password that has expired, to go on with a sign-in; your other sessions end',
  body: 'json',
  bodyLimitBytes: 8_192,
  schema: { body: contract.ChangePasswordRequest, responses: { 200: contract.Session } },
  async handle(ports, request) {
    const { present_password: presentPassword, new_password: newPassword } =
      request.body as contract.ChangePasswordRequest;
    const session = await ownSession(ports, request);
    await changeExpiredPassword(ports, { session, presentPassword, newPassword, origin: request.origin });
    return { status: 200, headers: PRIVATE, body: await encodePortalSession(ports, await ownSession(ports, request)) };
  },
};

/** `PATCH /api/account`. */
export const edit: Route<OwnFactorPorts> = {
  ...own,
  method: 'PATCH',
  path: '/api/account',
  summary: 'Choose in which language you read the portal',
  body: 'json',
  schema: { body: contract.EditAccountRequest, responses: { 200: contract.Session } },
  async handle(ports, request) {
    const { language } = request.body as contract.EditAccountRequest;
    const { user } = await ownSession(ports, request);
    await chooseLanguage(ports, { user, language, origin: request.origin });
    return { status: 200, headers: PRIVATE, body: await encodePortalSession(ports, await ownSession(ports, request)) };
  },
};

/** `GET /api/account/sessions`. */
export const listSessions: Route<OwnFactorPorts> = {
  ...own,
  method: 'GET',
  path: '/api/account/sessions',
  summary: 'List your open sessions, the newest first',
  body: 'none',
  schema: {
    query: Type.Object({
      before: Type.Optional(
        Type.String({
          maxLength: 60,
          description: 'What `next_before` of the page before was',
          examples: ['1794787200000.5b2c1f0e9d8a'],
        }),
      ),
      limit: limitParameter(PAGE),
    }),
    responses: { 200: contract.OwnSessions },
  },
  async handle(ports, request) {
    const { before, limit } = request.query;
    const page = { before, limit: readLimit(limit, PAGE) };
    const { user, token } = await ownSession(ports, request);
    const { sessions, nextBefore } = await listOwnSessions(ports, { user, token, page });
    const body = sessions.map(({ id, isCurrent, source, userAgent, createdAt, lastSeenAt, expiresAt }) => ({
      id,
      is_current: isCurrent,
      place: source,
      browser: userAgent,
      began_at: toRfc3339(createdAt),
      last_seen_at: lastSeenAt === null ? null : toRfc3339(lastSeenAt),
      expires_at: toRfc3339(expiresAt),
    }));
    return { status: 200, headers: PRIVATE, body: { sessions: body, next_before: nextBefore } };
  },
};

/** `GET /api/account/applications`. */
export const listApplications: Route<OwnFactorPorts & { clients: ClientDirectory; publicUrl: string }> = {
  ...own,
  method: 'GET',
  path: '/api/account/applications',
  summary: 'List the applications that you open signed in',
  body: 'none',
  schema: { responses: { 200: contract.OpenableApplications } },
  async handle(ports, request) {
    const { user } = await ownSession(ports, request);
    const applications = (await listOpenable(ports, user.agencyId)).map(({ clientId, name, ownerName, url }) => ({
      client_id: clientId,
      name,
      owner_name: ownerName,
      url,
    }));
    return { status: 200, headers: PRIVATE, body: { applications } };
  },
};

/** `DELETE /api/account/sessions/{id}`. */
export const endSession: Route<OwnFactorPorts & EndingPorts> = {
  ...own,
  method: 'DELETE',
  path: '/api/account/sessions/:id',
  summary: 'End one of your sessions',
  body: 'none',
  schema: {
    params: Type.Object({
      id: Type.String({
        maxLength: 60,
        description: 'The session, as the list names it',
        examples: ['5b2c1f0e9d8a7b6c5b2c1f0e9d8a7b6c'],
      }),
    }),
    responses: { 204: null },
  },
  async handle(ports, request) {
    const { user } = await ownSession(ports, request);
    await endOwnSession(ports, { user, sessionId: request.params['id'] ?? '', origin: request.origin });
    return { status: 204 };
  },
};

/** `POST /api/account/password`. */
export const changePassword: Route<OwnFactorPorts & UserSignInPorts & EndingPorts> = {
  ...own,
  method: 'POST',
  path: '/api/account/password',
  summary: 'Change your password; your other sessions end',
  body: 'json',
  bodyLimitBytes: 8_192,
  schema: { body: contract.ChangePasswordRequest, responses: { 204: null } },
  async handle(ports, request) {
    const { present_password: presentPassword, new_password: newPassword } =
      request.body as contract.ChangePasswordRequest;
    const { user, token } = await ownSession(ports, request);
    await changeOwnPassword(ports, { user, token, presentPassword, newPassword, origin: request.origin });
    return { status: 204 };
  },
};
