import { type Grant, GrantList } from '@sallyport/contract';
import { Type } from 'typebox';
import type { Audit } from '../../../audit/append-record.ts';
import type { ClientDirectory } from '../../../authorization/clients/client-directory.ts';
import { type GrantState, listGrants } from '../../../authorization/grants/list-grants.ts';
import type { EndSubscriptions } from '../../../authorization/grants/revoke-grant.ts';
import { revokeGrant } from '../../../authorization/grants/revoke-grant.ts';
import { isPersonal } from '../../../authorization/personal-tokens/personal-client.ts';
import type { ChangeFeed } from '../../../database/changes/change-feed.ts';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';
import { CHOSEN_AGENCY, chosenAgency } from '../../requests/chosen-agency.ts';
import { principalOf, type Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { explainScopes } from '../sign-in/explain-scopes.ts';

export interface RevokePorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly changes: ChangeFeed;
  readonly endSubscriptions: EndSubscriptions;
}

const administering = {
  errors: nativeErrors,
  access: { kind: 'administrator', right: 'access:manage' },
  limit: 'reads',
  body: 'none',
} as const;

function encode(grant: GrantState): Grant {
  return {
    id: grant.id,
    kind: isPersonal(grant) ? 'personal_token' : 'application',
    application_name: grant.client.applicationName,
    owner_name: grant.client.ownerName,
    client_id: grant.clientId,
    scopes: explainScopes(grant.scopes),
    given_by: grant.givenBy,
    given_at: toRfc3339(grant.createdAt),
    last_used_at: grant.lastUsedAt === null ? null : toRfc3339(grant.lastUsedAt),
    ends_at: toRfc3339(grant.expiresAt),
  };
}

export const list: Route<{ database: Database; clock: Clock; clients: ClientDirectory }> = {
  ...administering,
  method: 'GET',
  path: '/api/grants',
  summary: 'List what the agency allowed applications, and the personal tokens of its administrators',
  schema: { query: CHOSEN_AGENCY, responses: { 200: GrantList } },
  async handle(ports, request) {
    const grants = await listGrants(ports, await chosenAgency(ports, request));
    return { status: 200, body: { grants: grants.map(encode) } };
  },
};

export const revoke: Route<RevokePorts> = {
  ...administering,
  method: 'DELETE',
  path: '/api/grants/:id',
  summary: "End an application's access",
  schema: {
    params: Type.Object({
      id: Type.String({ maxLength: 60, description: 'The grant', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
    }),
    query: CHOSEN_AGENCY,
    responses: { 204: null },
  },
  async handle(ports, request) {
    await revokeGrant(ports, {
      agencyId: await chosenAgency(ports, request),
      grantId: request.params['id'] ?? '',
      principal: principalOf(request),
      origin: request.origin,
    });
    return { status: 204 };
  },
};
