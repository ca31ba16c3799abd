import * as contract from '@sallyport/contract';
import { Type } from 'typebox';
import type { Audit } from '../../../audit/append-record.ts';
import { actorOf } from '../../../authorization/principals/principal.ts';
import type { Database } from '../../../database/database.ts';
import { type Clock, toRfc3339 } from '../../../kernel/clock.ts';
import {
  type AccountReview,
  confirmAccount,
  listAccountReviews,
} from '../../../people/account-reviews/review-accounts.ts';
import type { SecurityPolicies } from '../../../people/policies/security-policies.ts';
import { CHOSEN_AGENCY, chosenAgency } from '../../requests/chosen-agency.ts';
import { principalOf, type Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { encodeUser } from './encode-user.ts';

const administering = {
  errors: nativeErrors,
  access: { kind: 'administrator', right: 'users:manage' },
  limit: 'reads',
  body: 'none',
} as const;

const orNull = (at: number | null) => (at === null ? null : toRfc3339(at));

export function encodeReview({ user, reviewedAt, reviewedBy, dueAt, isDue }: AccountReview): contract.AccountReview {
  return {
    user: encodeUser(user),
    reviewed_at: orNull(reviewedAt),
    reviewed_by: reviewedBy,
    due_at: orNull(dueAt),
    is_due: isDue,
  };
}

/** `GET /api/account-reviews`: which accounts are due for their review, and who confirmed the others when. */
export const list: Route<{ database: Database; clock: Clock; policies: SecurityPolicies }> = {
  ...administering,
  method: 'GET',
  path: '/api/account-reviews',
  summary: 'List the accounts with their last and next review',
  schema: { query: CHOSEN_AGENCY, responses: { 200: contract.AccountReviewList } },
  async handle(ports, request) {
    const { days, accounts } = await listAccountReviews(ports, await chosenAgency(ports, request));
    return { status: 200, body: { review_days: days, accounts: accounts.map(encodeReview) } };
  },
};

/** `POST /api/users/{id}/review`: somebody confirms that the account is still needed. */
export const confirm: Route<{ database: Database; audit: Audit; clock: Clock }> = {
  ...administering,
  method: 'POST',
  path: '/api/users/:id/review',
  summary: 'Confirm that an account is still needed',
  schema: {
    params: Type.Object({
      id: Type.String({ maxLength: 60, description: 'The person', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
    }),
    query: CHOSEN_AGENCY,
    responses: { 204: null },
  },
  async handle(ports, request) {
    await confirmAccount(ports, {
      agencyId: await chosenAgency(ports, request),
      userId: request.params['id'] ?? '',
      actor: actorOf(principalOf(request)),
      origin: request.origin,
    });
    return { status: 204 };
  },
};
