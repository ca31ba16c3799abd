import {
  ApplicationSignIn,
  ApplicationSignInRequest,
  Authorization,
  AuthorizationAnswer,
  AuthorizationDecision,
} from '@sallyport/contract';
import { Type } from 'typebox';
import type { Audit } from '../../../audit/append-record.ts';
import type { ClientDirectory } from '../../../authorization/clients/client-directory.ts';
import {
  type AuthorizationQuestion,
  decideAuthorization,
  readAuthorization,
} from '../../../authorization/requests/decide-authorization.ts';
import { signInToApplication } from '../../../authorization/requests/sign-in-to-application.ts';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';
import type { Random } from '../../../kernel/random.ts';
import type { SecurityPolicies } from '../../../people/policies/security-policies.ts';
import { sessionCredentialsOf } from '../../routing/browser-credentials.ts';
import { principalOf, type Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { explainScopes } from './explain-scopes.ts';

export interface DecidePorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly clients: ClientDirectory;
  readonly policies: SecurityPolicies;
}

const consenting = {
  path: '/api/authorizations/:id',
  errors: nativeErrors,
  access: { kind: 'administrator', right: 'access:manage' },
  limit: 'reads',
  bodyLimitBytes: 8_192,
} as const;
const params = Type.Object({
  id: Type.String({ maxLength: 100, description: 'The authorization request', examples: ['Zk3mT0q8vYk7b0Qb6mE2'] }),
});
const UNCACHED = { 'cache-control': 'no-store' };

/** The scheme and host alone: what a person can judge. */
function placeOf(redirectUri: string): string {
  const { protocol, host } = new URL(redirectUri);
  return `${protocol}//${host}`;
}

function encode(id: string, { request, client, agency, endsAt }: AuthorizationQuestion): Authorization {
  return {
    id,
    application_name: client.applicationName,
    owner_name: client.ownerName,
    agency: { id: agency.id, name: agency.name },
    scopes: explainScopes(request.scopes),
    ends_at: toRfc3339(endsAt),
    returns_to: placeOf(request.redirectUri),
  };
}

export const read: Route<{ database: Database; clock: Clock; clients: ClientDirectory }> = {
  ...consenting,
  method: 'GET',
  summary: 'What an application asks this agency to allow',
  body: 'none',
  schema: { params, responses: { 200: Authorization } },
  async handle(ports, request) {
    const id = request.params['id'] ?? '';
    const question = await readAuthorization(ports, { id, principal: principalOf(request) });
    return { status: 200, headers: UNCACHED, body: encode(id, question) };
  },
};

export const decide: Route<DecidePorts> = {
  ...consenting,
  needsRecentFactor: true,
  method: 'POST',
  summary: 'Allow some of it, all of it or nothing',
  body: 'json',
  schema: { params, body: AuthorizationDecision, responses: { 200: AuthorizationAnswer } },
  async handle(ports, request) {
    const redirectTo = await decideAuthorization(ports, {
      id: request.params['id'] ?? '',
      scopes: (request.body as AuthorizationDecision).scopes,
      principal: principalOf(request),
      shown: sessionCredentialsOf(request.cookies),
      origin: request.origin,
    });
    return { status: 200, headers: UNCACHED, body: { redirect_to: redirectTo.reveal() } };
  },
};

export const signIn: Route<DecidePorts> = {
  ...consenting,
  method: 'POST',
  path: '/api/authorizations/:id/sign-in',
  summary: 'Sign in to an application that the agency allowed, or what is left to do',
  access: { kind: 'person', right: 'session:own' },
  body: 'json',
  schema: { params, body: ApplicationSignInRequest, responses: { 200: ApplicationSignIn } },
  async handle(ports, request) {
    const { outcome, client, loginHint } = await signInToApplication(ports, {
      id: request.params['id'] ?? '',
      principal: principalOf(request),
      isConfirmed: (request.body as ApplicationSignInRequest).is_confirmed,
      shown: sessionCredentialsOf(request.cookies),
      origin: request.origin,
    });
    return {
      status: 200,
      headers: UNCACHED,
      body: {
        next: outcome.next,
        redirect_to: outcome.redirectTo?.reveal() ?? null,
        application_name: client.applicationName,
        login_hint: loginHint,
      },
    };
  },
};
