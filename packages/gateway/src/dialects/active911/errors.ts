import { Active911Refusal, Active911TokenRefusal } from '@sallyport/contract';
import type { ErrorCode } from '../../kernel/errors.ts';
import { refusalHeaders } from '../answers/challenges.ts';
import { asPage } from '../answers/refusal-page.ts';
import { changedEncoding, type ErrorEncoding, encodersOf } from '../routing/error-encoding.ts';
import { AS_TEXT_HTML, toJson } from './envelope.ts';

/** The error of RFC 6749 sections 4.1.2.1 and 5.2 for every code; what the standard has no word for is `invalid_request`. */
export const TOKEN_ERROR: Readonly<Record<ErrorCode, string>> = {
  invalid_request: 'invalid_request',
  invalid_scope: 'invalid_scope',
  unsupported_response_type: 'unsupported_response_type',
  unsupported_grant_type: 'unsupported_grant_type',
  unauthorized_client: 'unauthorized_client',
  invalid_client: 'invalid_client',
  invalid_grant: 'invalid_grant',
  authorization_pending: 'invalid_request',
  slow_down: 'invalid_request',
  access_denied: 'invalid_request',
  expired_token: 'invalid_request',
  invalid_credentials: 'invalid_request',
  missing_token: 'invalid_request',
  invalid_token: 'invalid_request',
  invalid_dpop_proof: 'invalid_dpop_proof',
  refused_proof: 'invalid_request',
  invalid_bound_token: 'invalid_request',
  insufficient_scope: 'invalid_request',
  forbidden: 'access_denied',
  factor_required: 'access_denied',
  recheck_required: 'access_denied',
  deeplink_owned: 'invalid_request',
  not_found: 'invalid_request',
  deeplink_unknown: 'invalid_request',
  method_not_allowed: 'invalid_request',
  not_acceptable: 'invalid_request',
  request_timeout: 'invalid_request',
  conflict: 'invalid_request',
  deeplink_expired: 'invalid_request',
  cursor_expired: 'invalid_request',
  resync_required: 'invalid_request',
  body_too_large: 'invalid_request',
  unsupported_media_type: 'invalid_request',
  range_not_satisfiable: 'invalid_request',
  not_covered: 'invalid_request',
  idempotency_conflict: 'invalid_request',
  upgrade_required: 'invalid_request',
  too_many_requests: 'temporarily_unavailable',
  internal: 'server_error',
  unavailable: 'temporarily_unavailable',
  outcome_unknown: 'temporarily_unavailable',
  not_configured: 'invalid_request',
};

/** The token paths: `error` and `error_description`, as the vendor's own sample reads them. */
export const active911TokenErrors: ErrorEncoding = {
  schema: Active911TokenRefusal,
  encodeError: encodersOf(TOKEN_ERROR, (code, error) => ({
    status: error.status,
    headers: { ...refusalHeaders(error), pragma: 'no-cache' },
    body: { error: code, error_description: error.message },
  })),
};

/** What must not be redirected: a page for the person in front of it. */
export const active911PageErrors = changedEncoding(active911TokenErrors, asPage);

/** The HTTP status of every error of the API. */
const STATUS: Readonly<Record<ErrorCode, number>> = {
  invalid_request: 400,
  invalid_scope: 400,
  unsupported_response_type: 400,
  unsupported_grant_type: 400,
  unauthorized_client: 400,
  invalid_client: 401,
  invalid_grant: 400,
  authorization_pending: 400,
  slow_down: 400,
  access_denied: 400,
  expired_token: 400,
  invalid_credentials: 401,
  missing_token: 401,
  invalid_token: 401,
  invalid_dpop_proof: 400,
  refused_proof: 401,
  invalid_bound_token: 401,
  insufficient_scope: 403,
  forbidden: 403,
  factor_required: 403,
  recheck_required: 403,
  deeplink_owned: 403,
  not_found: 404,
  deeplink_unknown: 404,
  method_not_allowed: 405,
  not_acceptable: 406,
  request_timeout: 408,
  conflict: 409,
  deeplink_expired: 410,
  cursor_expired: 410,
  resync_required: 412,
  body_too_large: 413,
  unsupported_media_type: 415,
  range_not_satisfiable: 416,
  not_covered: 422,
  idempotency_conflict: 422,
  upgrade_required: 426,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
  outcome_unknown: 503,
  not_configured: 503,
};

/** The API: every answer in the envelope, refusals too. */
export const active911Errors: ErrorEncoding = {
  schema: Active911Refusal,
  encodeError: encodersOf(STATUS, (status, error) => ({
    status,
    headers: { ...refusalHeaders(error), ...AS_TEXT_HTML },
    body: toJson({ result: 'error', message: error.message }),
  })),
};
