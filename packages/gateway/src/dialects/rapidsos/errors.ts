import { RapidsosRefusal } from '@sallyport/contract';
import type { ErrorCode } from '../../kernel/errors.ts';
import { refusalHeaders } from '../answers/challenges.ts';
import { type ErrorEncoding, encodersOf } from '../routing/error-encoding.ts';

/** The HTTP status of every error. */
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

/** Every refusal of RapidSOS's APIs is `{"detail"}`; the status states the rest. */
export const rapidsosErrors: ErrorEncoding = {
  schema: RapidsosRefusal,
  encodeError: encodersOf(STATUS, (status, error) => ({
    status,
    headers: refusalHeaders(error),
    body: { detail: error.message },
  })),
};
