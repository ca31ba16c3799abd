import { Active911CodeRequest, Active911RefreshRequest, Active911TokenAnswer } from '@sallyport/contract';
import { Type } from 'typebox';
import { CONSENT_GRANTS, type ConsentGrantPorts, grantToken } from '../../authorization/token-requests/grant-token.ts';
import { refuse } from '../../kernel/errors.ts';
import { readCredentials } from '../requests/client-credentials.ts';
import { readParameters } from '../requests/read-parameters.ts';
import type { ParameterBody, Route } from '../routing/route.ts';
import { active911TokenErrors } from './errors.ts';

const BODY_LIMIT_BYTES = 16_384;
/** RFC 6749 section 5.1: nobody on the way keeps a token. */
export const UNCACHED = { 'cache-control': 'no-store', pragma: 'no-cache' };

const FORMS = { authorization_code: Active911CodeRequest, refresh_token: Active911RefreshRequest };
/** Clients repeat the scopes they first asked for, of which the agency may have allowed fewer. */
const mayExceedGrant = true;

const readersOf = (body: unknown) => ({
  authorization_code() {
    const sent = readParameters(Active911CodeRequest, body);
    const redirectUri = sent.redirect_uri ?? sent.redirection_uri;
    return { code: sent.code, codeVerifier: sent.code_verifier, redirectUri, scope: sent.scope, mayExceedGrant };
  },
  refresh_token() {
    const sent = readParameters(Active911RefreshRequest, body);
    return { refreshToken: sent.refresh_token, scope: sent.scope, mayExceedGrant };
  },
});

/** `POST /interface/open_api/token.php`: five fields, all strings (seed: Active911). */
export const token: Route<ConsentGrantPorts> = {
  method: 'POST',
  path: '/interface/open_api/token.php',
  answersClientPages: true,
  errors: active911TokenErrors,
  summary: 'Get an access token, as Active911 applications do',
  access: { kind: 'public' },
  limit: 'none',
  grantTypes: Object.keys(FORMS),
  body: 'form-or-json',
  bodyLimitBytes: BODY_LIMIT_BYTES,
  schema: {
    body: Type.Union(Object.values(FORMS)),
    responses: { 200: Active911TokenAnswer },
  },
  async handle(ports, request) {
    const { values } = request.body as ParameterBody;
    const grantType = values.get('grant_type');
    if (grantType === undefined) throw refuse.invalidRequest({ description: 'grant_type is missing' });
    if (!Object.hasOwn(FORMS, grantType)) {
      throw refuse.unsupportedGrantType({ description: `grant_type must be one of: ${Object.keys(FORMS).join(', ')}` });
    }
    const issued = await grantToken(ports, {
      ...readCredentials(ports, request, { mayRepeat: true }),
      ...{ grantType, grants: CONSENT_GRANTS, read: readersOf(request.body) },
    });
    return {
      status: 200,
      headers: UNCACHED,
      body: {
        access_token: issued.accessToken,
        token_type: 'Bearer',
        expires_in: String(issued.expiresInSeconds),
        // The new one, or the one that was sent where the client keeps it.
        refresh_token: issued.refreshToken ?? values.get('refresh_token') ?? '',
        scope: issued.scope,
      },
    };
  },
};
