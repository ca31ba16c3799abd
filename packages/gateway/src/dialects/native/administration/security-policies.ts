import * as contract from '@sallyport/contract';
import type { Audit } from '../../../audit/append-record.ts';
import { listPasswordGrants } from '../../../authorization/password-grants/list-password-grants.ts';
import { actorOf } from '../../../authorization/principals/principal.ts';
import type { ChangeFeed } from '../../../database/changes/change-feed.ts';
import type { Database } from '../../../database/database.ts';
import { type Clock, toRfc3339 } from '../../../kernel/clock.ts';
import { setPolicy } from '../../../people/administration/set-policy.ts';
import { noLooserThan } from '../../../people/policies/compare-values.ts';
import {
  POLICY_FIELDS,
  POLICY_NAMES,
  PROFILE_NAMES,
  PROFILES,
  type SecurityPolicy,
} from '../../../people/policies/policy.ts';
import type { PolicyInForce, SecurityPolicies } from '../../../people/policies/security-policies.ts';
import { CHOSEN_AGENCY, chosenAgency } from '../../requests/chosen-agency.ts';
import type { Answer } from '../../routing/answer.ts';
import { principalOf, type Route, type RouteRequest } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';

export interface EditPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly changes: ChangeFeed;
  readonly policies: SecurityPolicies;
}

const ofAgency = {
  errors: nativeErrors,
  path: '/api/security-policy',
  access: { kind: 'administrator', right: 'security:manage' },
  limit: 'reads',
} as const;

const ofInstallation = {
  errors: nativeErrors,
  path: '/api/installation/security-policy',
  access: { kind: 'operator', right: 'agencies:manage' },
  limit: 'reads',
} as const;

function encodeValues(policy: SecurityPolicy): contract.SecurityPolicyValues {
  const named = POLICY_NAMES.map((name) => [POLICY_FIELDS[name].wireName, policy[name]]);
  return Object.fromEntries(named) as contract.SecurityPolicyValues;
}

function encode({ profile, policy, floor }: PolicyInForce): Answer {
  const profiles = PROFILE_NAMES.map((name) => [name, encodeValues(noLooserThan(floor, PROFILES[name]))]);
  const body: contract.SecurityPolicy = {
    profile,
    values: encodeValues(policy),
    loosest: encodeValues(floor),
    profiles: Object.fromEntries(profiles) as contract.SecurityPolicy['profiles'],
  };
  return { status: 200, body };
}

async function change(ports: EditPorts, request: RouteRequest, agencyId: string | null): Promise<Answer> {
  const given = request.body as contract.EditSecurityPolicyRequest;
  const values = Object.fromEntries(
    POLICY_NAMES.map((name) => [name, (given as Record<string, unknown>)[POLICY_FIELDS[name].wireName]]).filter(
      ([, value]) => value !== undefined,
    ),
  ) as Partial<SecurityPolicy>;
  const after = await setPolicy(ports, {
    agencyId,
    edit: { profile: given.profile, values },
    actor: actorOf(principalOf(request)),
    origin: request.origin,
  });
  return encode(after);
}

export const read: Route<{ database: Database; policies: SecurityPolicies }> = {
  ...ofAgency,
  method: 'GET',
  summary: "Read what the agency asks of its people's sign-in",
  body: 'none',
  schema: { query: CHOSEN_AGENCY, responses: { 200: contract.SecurityPolicy } },
  async handle(ports, request) {
    return encode(await ports.policies.of(await chosenAgency(ports, request)));
  },
};

export const edit: Route<EditPorts> = {
  needsRecentFactor: true,
  ...ofAgency,
  method: 'PATCH',
  summary: "Set what the agency asks of its people's sign-in",
  body: 'json',
  bodyLimitBytes: 8_192,
  schema: {
    query: CHOSEN_AGENCY,
    body: contract.EditSecurityPolicyRequest,
    responses: { 200: contract.SecurityPolicy },
  },
  async handle(ports, request) {
    return change(ports, request, await chosenAgency(ports, request));
  },
};

export const readOfInstallation: Route<{ policies: SecurityPolicies }> = {
  ...ofInstallation,
  method: 'GET',
  summary: 'Read what every agency asks at least, and what is asked of operators',
  body: 'none',
  schema: { responses: { 200: contract.SecurityPolicy } },
  async handle(ports) {
    return encode(await ports.policies.of(null));
  },
};

export const editOfInstallation: Route<EditPorts> = {
  needsRecentFactor: true,
  ...ofInstallation,
  method: 'PATCH',
  summary: 'Set what every agency asks at least, and what is asked of operators',
  body: 'json',
  bodyLimitBytes: 8_192,
  schema: { body: contract.EditSecurityPolicyRequest, responses: { 200: contract.SecurityPolicy } },
  handle: (ports, request) => change(ports, request, null),
};

/** `GET /api/password-grants`: who signs in by the password grant, through which client, from where, when last. */
export const passwordGrants: Route<{ database: Database; clock: Clock }> = {
  errors: nativeErrors,
  method: 'GET',
  path: '/api/password-grants',
  summary: 'List who signs in through a client by the password grant',
  access: { kind: 'administrator', right: 'clients:manage' },
  limit: 'reads',
  body: 'none',
  schema: { query: CHOSEN_AGENCY, responses: { 200: contract.PasswordGrantUses } },
  async handle(ports, request) {
    const uses = await listPasswordGrants(ports, await chosenAgency(ports, request));
    return {
      status: 200,
      body: {
        uses: uses.map((use) => ({
          client_id: use.clientId,
          client_name: use.clientName,
          user_id: use.userId,
          email: use.email,
          source: use.source,
          last_used_at: toRfc3339(use.lastUsedAt),
          use_count: use.useCount,
        })),
      },
    };
  },
};
