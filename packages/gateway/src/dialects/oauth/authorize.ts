import { AuthorizeQuery } from '@sallyport/contract';
import type { Audit } from '../../audit/append-record.ts';
import type { ClientDirectory } from '../../authorization/clients/client-directory.ts';
import type { StrangerRecords } from '../../authorization/refusals/stranger-records.ts';
import { startPushedAuthorization } from '../../authorization/requests/push-authorization.ts';
import { redirectBack } from '../../authorization/requests/redirect-back.ts';
import {
  type AuthorizationParameters,
  findRedirectTarget,
  recordRefusedAuthorization,
  startAuthorization,
} from '../../authorization/requests/start-authorization.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { DomainError } from '../../kernel/errors.ts';
import type { Random } from '../../kernel/random.ts';
import type { Answer } from '../routing/answer.ts';
import type { Route } from '../routing/route.ts';
import { authorizePageErrors, ERROR } from './errors.ts';

export interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly strangers: StrangerRecords;
  readonly clients: ClientDirectory;
}

/** RFC 9700 section 4.12: 303 makes the next request a GET without the body of this one. */
function seeOther(location: string): Answer {
  return { status: 303, headers: { location, 'cache-control': 'no-store' } };
}

/** RFC 6749 section 3.1: a parameter without a value is as one that was left out. */
function given(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

/** The parameters of an authorization request, however they came. */
export function readAuthorizationParameters(asked: AuthorizeQuery): AuthorizationParameters {
  return {
    responseType: given(asked.response_type),
    responseMode: given(asked.response_mode),
    scope: given(asked.scope),
    state: given(asked.state),
    codeChallenge: given(asked.code_challenge),
    codeChallengeMethod: given(asked.code_challenge_method),
    dpopJkt: given(asked.dpop_jkt),
  };
}

/** `GET /oauth/authorize`: checks what the application asks, then shows the consent page. */
export const authorize: Route<Ports> = {
  method: 'GET',
  path: '/oauth/authorize',
  errors: authorizePageErrors,
  summary: 'Ask an agency to allow an application (authorization code with PKCE)',
  access: { kind: 'public' },
  limit: 'reads',
  body: 'none',
  schema: { query: AuthorizeQuery, responses: { 303: null } },
  async handle(ports, { query, origin }) {
    const asked = query as AuthorizeQuery;
    const requestUri = given(asked.request_uri);
    if (requestUri !== undefined) {
      // RFC 9126 section 4, RFC 9101 section 5: what was pushed is what is asked; other parameters here state nothing.
      const { consentUrl } = await startPushedAuthorization(ports, { clientId: given(asked.client_id), requestUri });
      return seeOther(consentUrl.reveal());
    }
    const parameters = readAuthorizationParameters(asked);
    const target = await findRedirectTarget(ports, {
      clientId: given(asked.client_id),
      redirectUri: given(asked.redirect_uri),
    });
    try {
      const { consentUrl } = await startAuthorization(ports, target, parameters);
      return seeOther(consentUrl.reveal());
    } catch (err) {
      // A person loads the page again; the application could do no more about it.
      if (!(err instanceof DomainError) || err.status >= 500) throw err;
      await recordRefusedAuthorization(ports, { client: target.client, error: err, origin });
      // RFC 6749 section 4.1.2.1: from here on the application learns it.
      const to = { ...target, state: parameters.state ?? null, issuer: ports.publicUrl };
      return seeOther(redirectBack(to, { error: ERROR[err.code], error_description: err.message }));
    }
  },
};
