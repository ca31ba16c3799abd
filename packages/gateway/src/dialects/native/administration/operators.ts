import { AccountReviewList, EditOperatorRequest, User, UserList } from '@sallyport/contract';
import { Type } from 'typebox';
import type { Audit } from '../../../audit/append-record.ts';
import { actorOf } from '../../../authorization/principals/principal.ts';
import type { ChangeFeed } from '../../../database/changes/change-feed.ts';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { MailQueue } from '../../../outbox/mail-queue.ts';
import { confirmAccount, listAccountReviews } from '../../../people/account-reviews/review-accounts.ts';
import { type EditPorts, releaseUserLock } from '../../../people/administration/administer-user.ts';
import { disableOperator } from '../../../people/administration/disable-operator.ts';
import { resetFactors } from '../../../people/administration/reset-factors.ts';
import type { SecurityPolicies } from '../../../people/policies/security-policies.ts';
import type { EndWithPerson } from '../../../people/sessions/end-access.ts';
import { listAllOperators } from '../../../people/users/list-users.ts';
import { principalOf, type Route, type RouteRequest } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { encodeReview } from './account-reviews.ts';
import { encodeUser } from './encode-user.ts';

export interface ResetPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly changes: ChangeFeed;
  readonly endWithPerson: readonly EndWithPerson[];
  readonly mail: MailQueue;
}

const operating = {
  errors: nativeErrors,
  access: { kind: 'operator', right: 'operators:manage' },
  limit: 'reads',
  bodyLimitBytes: 1_024,
  body: 'none',
} as const;

export const list: Route<{ database: Database; clock: Clock }> = {
  ...operating,
  method: 'GET',
  path: '/api/operators',
  summary: 'List the operators of the installation',
  schema: { responses: { 200: UserList } },
  async handle(ports) {
    return { status: 200, body: { users: (await listAllOperators(ports)).map(encodeUser) } };
  },
};

const BY_ID = Type.Object({
  id: Type.String({
    maxLength: 60,
    description: 'The operator',
    examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
  }),
});

const requestOf = (request: RouteRequest) => ({
  agencyId: null,
  userId: request.params['id'] ?? '',
  actor: actorOf(principalOf(request)),
  origin: request.origin,
});

/** By another operator; the last one and oneself stay. */
export const edit: Route<EditPorts> = {
  ...operating,
  needsRecentFactor: true,
  method: 'PATCH',
  path: '/api/operators/:id',
  summary: 'Disable an operator, or enable them again; never the last one nor oneself',
  body: 'json',
  schema: { params: BY_ID, body: EditOperatorRequest, responses: { 200: User } },
  async handle(ports, request) {
    const { is_disabled: isDisabled } = request.body as EditOperatorRequest;
    const { agencyId: _ofNone, ...asked } = requestOf(request);
    return { status: 200, body: encodeUser(await disableOperator(ports, { ...asked, isDisabled })) };
  },
};

/** By another operator: there is no administrator of an agency for these. */
export const reset: Route<ResetPorts> = {
  ...operating,
  needsRecentFactor: true,
  method: 'POST',
  path: '/api/operators/:id/reset-factors',
  summary: "Remove an operator's second factors and recovery codes, and end their sessions",
  schema: { params: BY_ID, responses: { 200: User } },
  async handle(ports, request) {
    return { status: 200, body: encodeUser(await resetFactors(ports, requestOf(request))) };
  },
};

/** Where nobody else can: a locked operator belongs to no agency whose administrator could release them. */
export const releaseLock: Route<{ database: Database; audit: Audit; clock: Clock; changes: ChangeFeed }> = {
  ...operating,
  method: 'POST',
  path: '/api/operators/:id/release-lock',
  summary: "Release an operator's lock",
  schema: {
    params: BY_ID,
    responses: { 200: User },
  },
  async handle(ports, request) {
    const user = await releaseUserLock(ports, requestOf(request));
    return { status: 200, body: encodeUser(user) };
  },
};

/** `GET /api/operators/reviews`: as an agency's `GET /api/account-reviews`. */
export const listReviews: Route<{ database: Database; clock: Clock; policies: SecurityPolicies }> = {
  ...operating,
  method: 'GET',
  path: '/api/operators/reviews',
  summary: "List the operators' accounts with their last and next review",
  schema: { responses: { 200: AccountReviewList } },
  async handle(ports) {
    const { days, accounts } = await listAccountReviews(ports, null);
    return { status: 200, body: { review_days: days, accounts: accounts.map(encodeReview) } };
  },
};

/** Another operator confirms the account; the only one their own. */
export const confirm: Route<{ database: Database; audit: Audit; clock: Clock }> = {
  ...operating,
  method: 'POST',
  path: '/api/operators/:id/review',
  summary: "Confirm that an operator's account is still needed; the only operator confirms their own",
  schema: { params: BY_ID, responses: { 204: null } },
  async handle(ports, request) {
    await confirmAccount(ports, requestOf(request));
    return { status: 204 };
  },
};
