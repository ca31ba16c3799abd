import { TokenRefusal } from '@sallyport/contract';
import type { ErrorCode } from '../../kernel/errors.ts';
import { refusalHeaders } from '../answers/challenges.ts';
import { asPage } from '../answers/refusal-page.ts';
import { changedEncoding, type ErrorEncoding, encodersOf } from '../routing/error-encoding.ts';

/** RFC 6749 section 5.2 has six codes for the token endpoint, RFC 8628 section 3.5 four more; everything else is the nearest of them, or of RFC 6750. */
export const ERROR: Record<ErrorCode, string> = {
  invalid_request: 'invalid_request',
  invalid_scope: 'invalid_scope',
  unsupported_response_type: 'unsupported_response_type',
  unsupported_grant_type: 'unsupported_grant_type',
  unauthorized_client: 'unauthorized_client',
  invalid_client: 'invalid_client',
  invalid_grant: 'invalid_grant',
  authorization_pending: 'authorization_pending',
  slow_down: 'slow_down',
  access_denied: 'access_denied',
  expired_token: 'expired_token',
  invalid_credentials: 'invalid_grant',
  missing_token: 'invalid_request',
  invalid_token: 'invalid_token',
  invalid_dpop_proof: 'invalid_dpop_proof',
  refused_proof: 'invalid_dpop_proof',
  invalid_bound_token: 'invalid_token',
  insufficient_scope: 'insufficient_scope',
  forbidden: 'access_denied',
  factor_required: 'access_denied',
  recheck_required: 'access_denied',
  deeplink_owned: 'access_denied',
  not_found: 'not_found',
  deeplink_unknown: 'not_found',
  method_not_allowed: 'invalid_request',
  not_acceptable: 'invalid_request',
  conflict: 'invalid_request',
  deeplink_expired: 'invalid_request',
  cursor_expired: 'invalid_request',
  resync_required: 'invalid_request',
  body_too_large: 'invalid_request',
  request_timeout: 'invalid_request',
  unsupported_media_type: 'invalid_request',
  not_covered: 'invalid_request',
  idempotency_conflict: 'invalid_request',
  range_not_satisfiable: 'invalid_request',
  upgrade_required: 'invalid_request',
  too_many_requests: 'temporarily_unavailable',
  internal: 'server_error',
  unavailable: 'temporarily_unavailable',
  outcome_unknown: 'temporarily_unavailable',
  not_configured: 'temporarily_unavailable',
};

/** The standards: `error`, `error_description`, and RapidSOS's `detail` in the same body. */
export const oauthErrors: ErrorEncoding = {
  schema: TokenRefusal,
  encodeError: encodersOf(ERROR, (code, error) => ({
    status: error.status,
    headers: { ...refusalHeaders(error), pragma: 'no-cache' },
    body: { error: code, error_description: error.message, detail: error.message },
  })),
};

/** As the others, but a wrong user name or password is 401, which RapidSOS clients take as "ask the person again". */
export const oauthV2Errors: ErrorEncoding = {
  schema: TokenRefusal,
  encodeError: {
    ...oauthErrors.encodeError,
    invalid_grant(error, context) {
      const answer = oauthErrors.encodeError.invalid_grant(error, context);
      // RFC 9110 section 15.5.2: every 401 has a challenge.
      return { ...answer, status: 401, headers: { ...answer.headers, 'www-authenticate': 'Bearer realm="sallyport"' } };
    },
  },
};

/** The authorization endpoint's refusals that must not be redirected: a page for the person in front of it. */
export const authorizePageErrors = changedEncoding(oauthErrors, asPage);
