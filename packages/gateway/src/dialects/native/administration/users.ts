import {
  AddUserRequest,
  EditUserRequest,
  EndedSessions,
  User,
  UserList,
  UserWithPasswordLink,
} from '@sallyport/contract';
import { Type } from 'typebox';
import type { Audit } from '../../../audit/append-record.ts';
import { actorOf } from '../../../authorization/principals/principal.ts';
import type { ChangeFeed } from '../../../database/changes/change-feed.ts';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';
import type { Random } from '../../../kernel/random.ts';
import type { MailQueue } from '../../../outbox/mail-queue.ts';
import { addUser } from '../../../people/administration/add-user.ts';
import {
  editUser,
  endUserSessions,
  releaseUserLock,
  renewPasswordLink,
  type UserRequest,
} from '../../../people/administration/administer-user.ts';
import { resetFactors } from '../../../people/administration/reset-factors.ts';
import type { PasswordLink } from '../../../people/password-links/issue-password-link.ts';
import type { EndWithPerson } from '../../../people/sessions/end-access.ts';
import { listUsers } from '../../../people/users/list-users.ts';
import type { UserState } from '../../../people/users/types.ts';
import { CHOSEN_AGENCY, chosenAgency } from '../../requests/chosen-agency.ts';
import { principalOf, type Route, type RouteRequest } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { encodeUser } from './encode-user.ts';

export interface AddPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: { readonly passwordLinkHours: number };
  readonly publicUrl: string;
  readonly mail: MailQueue;
}

export interface EditPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly changes: ChangeFeed;
  readonly endWithPerson: readonly EndWithPerson[];
}

const administering = {
  errors: nativeErrors,
  access: { kind: 'administrator', right: 'users:manage' },
  limit: 'reads',
  bodyLimitBytes: 8_192,
} as const;
const byId = Type.Object({
  id: Type.String({ maxLength: 60, description: 'The person', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
});

async function userRequest(ports: { database: Database }, request: RouteRequest): Promise<UserRequest> {
  return {
    agencyId: await chosenAgency(ports, request),
    userId: request.params['id'] ?? '',
    actor: actorOf(principalOf(request)),
    origin: request.origin,
  };
}

/** The link is shown to the administrator only where it is not on its way by mail. */
function encodeLink(user: UserState, link: PasswordLink, isMailed: boolean) {
  return {
    user: encodeUser(user),
    password_link: {
      url: isMailed ? null : link.url.reveal(),
      mailed_to: isMailed ? user.email : null,
      expires_at: toRfc3339(link.expiresAt),
    },
  };
}

export const list: Route<{ database: Database; clock: Clock }> = {
  ...administering,
  method: 'GET',
  path: '/api/users',
  summary: "List the agency's users",
  body: 'none',
  schema: { query: CHOSEN_AGENCY, responses: { 200: UserList } },
  async handle(ports, request) {
    const users = await listUsers(ports, await chosenAgency(ports, request));
    return { status: 200, body: { users: users.map(encodeUser) } };
  },
};

export const add: Route<AddPorts> = {
  ...administering,
  needsRecentFactor: true,
  method: 'POST',
  path: '/api/users',
  summary: 'Add a user',
  body: 'json',
  schema: { query: CHOSEN_AGENCY, body: AddUserRequest, responses: { 201: UserWithPasswordLink } },
  async handle(ports, request) {
    const { origin } = request;
    const { email, first_name, last_name, role } = request.body as AddUserRequest;
    const { user, link, isMailed } = await addUser(ports, {
      user: { email, firstName: first_name, lastName: last_name, role, agencyId: await chosenAgency(ports, request) },
      actor: actorOf(principalOf(request)),
      origin,
      mailsLink: true,
    });
    return { status: 201, body: encodeLink({ ...user, isLocked: false, openSessions: 0 }, link, isMailed) };
  },
};

export const edit: Route<EditPorts> = {
  ...administering,
  needsRecentFactor: true,
  method: 'PATCH',
  path: '/api/users/:id',
  summary: 'Edit, disable or enable a user',
  body: 'json',
  schema: { params: byId, query: CHOSEN_AGENCY, body: EditUserRequest, responses: { 200: User } },
  async handle(ports, request) {
    const { email, first_name, last_name, role, is_disabled } = request.body as EditUserRequest;
    const user = await editUser(ports, {
      ...(await userRequest(ports, request)),
      edit: { email, firstName: first_name, lastName: last_name, role, isDisabled: is_disabled },
    });
    return { status: 200, body: encodeUser(user) };
  },
};

export const releaseLock: Route<{ database: Database; audit: Audit; clock: Clock; changes: ChangeFeed }> = {
  ...administering,
  method: 'POST',
  path: '/api/users/:id/release-lock',
  summary: "Release a user's lock",
  body: 'none',
  schema: { params: byId, query: CHOSEN_AGENCY, responses: { 200: User } },
  async handle(ports, request) {
    const user = await releaseUserLock(ports, await userRequest(ports, request));
    return { status: 200, body: encodeUser(user) };
  },
};

export const endSessions: Route<EditPorts> = {
  ...administering,
  method: 'POST',
  path: '/api/users/:id/end-sessions',
  summary: "End a user's sessions, deeplinks and tokens",
  body: 'none',
  schema: { params: byId, query: CHOSEN_AGENCY, responses: { 200: EndedSessions } },
  async handle(ports, request) {
    const { user, ended } = await endUserSessions(ports, await userRequest(ports, request));
    return { status: 200, body: { user: encodeUser(user), ended } };
  },
};

/** For whoever lost their authenticator app and their recovery codes. */
export const reset: Route<EditPorts & { mail: MailQueue }> = {
  ...administering,
  needsRecentFactor: true,
  method: 'POST',
  path: '/api/users/:id/reset-factors',
  summary: "Remove a user's second factors and recovery codes, and end their sessions",
  body: 'none',
  schema: { params: byId, query: CHOSEN_AGENCY, responses: { 200: User } },
  async handle(ports, request) {
    return { status: 200, body: encodeUser(await resetFactors(ports, await userRequest(ports, request))) };
  },
};

export const passwordLink: Route<AddPorts> = {
  ...administering,
  needsRecentFactor: true,
  method: 'POST',
  path: '/api/users/:id/password-link',
  summary: 'Give a user a new one-time link to set a password',
  body: 'none',
  schema: { params: byId, query: CHOSEN_AGENCY, responses: { 200: UserWithPasswordLink } },
  async handle(ports, request) {
    const { user, link, isMailed } = await renewPasswordLink(ports, await userRequest(ports, request));
    return { status: 200, body: encodeLink(user, link, isMailed) };
  },
};
