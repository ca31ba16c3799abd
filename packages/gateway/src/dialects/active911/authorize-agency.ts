import { AuthorizeAgencyQuery } from '@sallyport/contract';
import { askConsent, type ConsentPorts } from '../../authorization/requests/ask-consent.ts';
import { refuse } from '../../kernel/errors.ts';
import { NOTHING_SHOWN } from '../../people/sessions/find-signed-in.ts';
import type { Route } from '../routing/route.ts';
import { active911PageErrors, TOKEN_ERROR } from './errors.ts';

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
export const authorizeAgency: Route<ConsentPorts> = {
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
    const location = await askConsent(ports, {
      clientId: given(asked.client_id),
      redirectUri: redirectUriOf(asked),
      parameters: {
        responseType: given(asked.response_type),
        responseMode: undefined,
        scope: given(asked.scope),
        state: given(asked.state),
        codeChallenge: given(asked.code_challenge),
        codeChallengeMethod: given(asked.code_challenge_method),
      },
      answerForm: 'plain',
      errorNames: TOKEN_ERROR,
      shown: NOTHING_SHOWN,
      origin,
    });
    // RFC 9700 section 4.12: 303 makes the next request a GET without the body of this one.
    return { status: 303, headers: { location, 'cache-control': 'no-store' } };
  },
};
