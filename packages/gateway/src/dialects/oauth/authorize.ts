import { AuthorizeQuery } from '@sallyport/contract';
import { askConsent, type ConsentPorts } from '../../authorization/requests/ask-consent.ts';
import type { AuthorizationParameters } from '../../authorization/requests/start-authorization.ts';
import { refuse } from '../../kernel/errors.ts';
import { readParameters } from '../requests/read-parameters.ts';
import { sessionCredentialsOf } from '../routing/browser-credentials.ts';
import type { ParameterBody, Route } from '../routing/route.ts';
import { authorizePageErrors, ERROR } from './errors.ts';

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
    nonce: given(asked.nonce),
    prompt: given(asked.prompt),
    maxAge: given(asked.max_age),
    loginHint: given(asked.login_hint),
    idTokenHint: given(asked.id_token_hint),
  };
}

/** `GET /oauth/authorize`: checks what the application asks, then shows the consent page. */
export const authorize: Route<ConsentPorts> = {
  method: 'GET',
  path: '/oauth/authorize',
  errors: authorizePageErrors,
  summary: 'Ask an agency to allow an application (authorization code with PKCE)',
  access: { kind: 'public' },
  limit: 'reads',
  body: 'none',
  schema: { query: AuthorizeQuery, responses: { 303: null } },
  async handle(ports, { query, cookies, origin }) {
    const asked = query as AuthorizeQuery;
    const location = await askConsent(ports, {
      clientId: given(asked.client_id),
      redirectUri: given(asked.redirect_uri),
      requestUri: given(asked.request_uri),
      requestObject: given(asked.request),
      parameters: readAuthorizationParameters(asked),
      answerForm: 'standard',
      errorNames: ERROR,
      shown: sessionCredentialsOf(cookies),
      origin,
    });
    // RFC 9700 section 4.12: 303 makes the next request a GET without the body of this one.
    return { status: 303, headers: { location, 'cache-control': 'no-store' } };
  },
};

/**
 * `POST /oauth/authorize` (OpenID Connect Core 1.0 section 3.1.2.1): the same. The browser's cookie comes with the GET that this leads to,
 * and not with another site's POST.
 */
export const postedAuthorize: Route<unknown> = {
  ...authorize,
  method: 'POST',
  access: { kind: 'public', takesForeignForms: true },
  body: 'form-or-json',
  bodyLimitBytes: 12_288,
  schema: { body: AuthorizeQuery, responses: { 303: null } },
  async handle(_, { body }) {
    if (!(body as ParameterBody).values.has('client_id')) {
      throw refuse.invalidRequest({ description: 'client_id is missing' });
    }
    const asked = new URLSearchParams(readParameters(AuthorizeQuery, body));
    return { status: 303, headers: { location: `${authorize.path}?${asked}`, 'cache-control': 'no-store' } };
  },
};
