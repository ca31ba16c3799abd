import { AuthorizeAgencyQuery } from '@sallyport/contract';
import type { Audit } from '../../audit/append-record.ts';
import type { ClientDirectory } from '../../authorization/clients/client-directory.ts';
import type { StrangerRecords } from '../../authorization/refusals/stranger-records.ts';
import { redirectBack } from '../../authorization/requests/redirect-back.ts';
import {
  findRedirectTarget,
  recordRefusedAuthorization,
  startAuthorization,
} from '../../authorization/requests/start-authorization.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { DomainError, refuse } from '../../kernel/errors.ts';
import type { Random } from '../../kernel/random.ts';
import type { Answer } from '../routing/answer.ts';
import type { Route } from '../routing/route.ts';
import { active911PageErrors, TOKEN_ERROR } from './errors.ts';

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

/** The parameter has two names; refuses two addresses, of which one could be somebody else's. */
function redirectUriOf({ redirection_uri, redirect_uri }: AuthorizeAgencyQuery): string | undefined {
  const older = given(redirection_uri);
  const newer = given(redirect_uri);
  if (older !== undefined && newer !== undefined && older !== newer) {
    throw refuse.invalidRequest({ description: 'redirection_uri and redirect_uri are two names of one parameter' });
  }
  return older ?? newer;
}

/** `GET /interface/open_api/authorize_agency.php` (seed: Active911): checks what is asked, then shows the consent page. */
export const authorizeAgency: Route<Ports> = {
  method: 'GET',
  path: '/interface/open_api/authorize_agency.php',
  errors: active911PageErrors,
  summary: 'Ask an agency to allow an application, as Active911 applications do',
  access: { kind: 'public' },
  limit: 'reads',
  body: 'none',
  schema: { query: AuthorizeAgencyQuery, responses: { 303: null } },
  async handle(ports, { query, origin }) {
    const asked = query as AuthorizeAgencyQuery;
    const state = given(asked.state);
    const scope = given(asked.scope);
    const redirectUri = redirectUriOf(asked);
    const target = await findRedirectTarget(ports, { clientId: given(asked.client_id), redirectUri }, 'plain');
    try {
      if (scope === undefined) throw refuse.invalidRequest({ description: 'scope is missing' });
      const { consentUrl } = await startAuthorization(ports, target, {
        responseType: given(asked.response_type),
        responseMode: undefined,
        scope,
        state,
        codeChallenge: given(asked.code_challenge),
        codeChallengeMethod: given(asked.code_challenge_method),
      });
      return seeOther(consentUrl.reveal());
    } catch (err) {
      // A person loads the page again; the application could do no more about it.
      if (!(err instanceof DomainError) || err.status >= 500) throw err;
      await recordRefusedAuthorization(ports, { client: target.client, error: err, origin });
      const to = { ...target, state: state ?? null, issuer: ports.publicUrl };
      return seeOther(redirectBack(to, { error: TOKEN_ERROR[err.code], error_description: err.message }));
    }
  },
};
