/**
 * Every reason to refuse, with the status that most dialects answer and a title for people. A dialect's `errors.ts`
 * encodes each of these; the compiler refuses a dialect that leaves one out.
 */
export const ERROR_CATALOGUE = {
  invalid_request: { status: 400, title: 'The request is malformed' },
  invalid_scope: { status: 400, title: 'A scope that this client may not have' },
  unsupported_response_type: { status: 400, title: 'A response type this server does not offer' },
  unsupported_grant_type: { status: 400, title: 'A grant type this server does not offer' },
  unauthorized_client: { status: 400, title: 'This client may not use this grant' },
  invalid_client: { status: 401, title: 'The client is unknown or its credentials are wrong' },
  invalid_grant: { status: 400, title: 'The user name, password, code, device code or refresh token is not valid' },
  authorization_pending: { status: 400, title: 'Nobody has answered the device yet' },
  slow_down: { status: 400, title: 'The device asks too often' },
  access_denied: { status: 400, title: 'The agency did not allow it' },
  expired_token: { status: 400, title: 'The device code has expired' },
  invalid_credentials: { status: 401, title: 'The sign-in was refused' },
  missing_token: { status: 401, title: 'No access token or session' },
  invalid_token: { status: 401, title: 'The access token or session is not valid any more' },
  invalid_dpop_proof: { status: 400, title: 'The DPoP proof is missing or not valid' },
  refused_proof: { status: 401, title: 'The DPoP proof of a request with a bound token is missing or not valid' },
  invalid_bound_token: { status: 401, title: 'The access token is not valid with the key or scheme of the request' },
  insufficient_scope: { status: 403, title: 'The token lacks the scope' },
  forbidden: { status: 403, title: 'Not allowed' },
  factor_required: { status: 403, title: 'A factor has to be shown again first' },
  recheck_required: { status: 403, title: 'The session is locked until a factor is shown' },
  deeplink_owned: { status: 403, title: 'The deeplink was opened in another browser' },
  not_found: { status: 404, title: 'Nothing here' },
  deeplink_unknown: { status: 404, title: 'No such deeplink' },
  method_not_allowed: { status: 405, title: 'This path does not take that method' },
  not_acceptable: { status: 406, title: 'Nothing of what was asked for exists here' },
  request_timeout: { status: 408, title: 'The request did not come in time' },
  conflict: { status: 409, title: 'In conflict with what is stored' },
  deeplink_expired: { status: 410, title: 'The deeplink has expired' },
  cursor_expired: { status: 410, title: 'The cursor is older than what is kept' },
  resync_required: { status: 412, title: 'The cursor is from before a restore from a backup; read anew' },
  body_too_large: { status: 413, title: 'The body is larger than this endpoint takes' },
  unsupported_media_type: { status: 415, title: 'The content type is not one this endpoint takes' },
  range_not_satisfiable: { status: 416, title: 'The file has no such bytes' },
  not_covered: { status: 422, title: 'No agency covers this position' },
  idempotency_conflict: { status: 422, title: 'The idempotency key was used for another request' },
  upgrade_required: { status: 426, title: 'This path is a WebSocket' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'An error on our side' },
  unavailable: { status: 503, title: 'Not possible at the moment; nothing was written, send it again' },
  outcome_unknown: { status: 503, title: 'Perhaps written: the database was lost before it confirmed' },
  not_configured: { status: 503, title: 'Not configured on this installation' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** Two audiences, two fields: `description` is shown to the caller, `logDetail` never leaves the log and the audit. */
export interface Refusal {
  readonly description: string;
  readonly logDetail?: string;
  readonly retryAfterSeconds?: number;
  /** Within the code, by a stable name of the room that refuses; shown to the caller. */
  readonly reason?: string;
  /** True where the use case has written the audit record of this refusal itself. */
  readonly isRecorded?: boolean;
  readonly cause?: unknown;
}

/** A named refusal. Thrown by use cases, turned into an answer in one place, `http/render-error.ts`. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly logDetail: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly reason: string | undefined;
  readonly isRecorded: boolean;

  constructor(code: ErrorCode, refusal: Refusal) {
    super(refusal.description, refusal.cause === undefined ? undefined : { cause: refusal.cause });
    this.name = 'DomainError';
    this.code = code;
    this.status = ERROR_CATALOGUE[code].status;
    this.logDetail = refusal.logDetail;
    this.retryAfterSeconds = refusal.retryAfterSeconds;
    this.reason = refusal.reason;
    this.isRecorded = refusal.isRecorded ?? false;
  }
}

const SOON_SECONDS = 1;

const because = (code: ErrorCode) => (refusal: Refusal) => new DomainError(code, refusal);

/** `throw refuse.invalidGrant({ description, logDetail })`. */
export const refuse = {
  invalidRequest: because('invalid_request'),
  invalidScope: because('invalid_scope'),
  unsupportedResponseType: because('unsupported_response_type'),
  unsupportedGrantType: because('unsupported_grant_type'),
  unauthorizedClient: because('unauthorized_client'),
  invalidClient: because('invalid_client'),
  invalidGrant: because('invalid_grant'),
  authorizationPending: because('authorization_pending'),
  slowDown: because('slow_down'),
  accessDenied: because('access_denied'),
  expiredToken: because('expired_token'),
  invalidCredentials: because('invalid_credentials'),
  missingToken: because('missing_token'),
  invalidToken: because('invalid_token'),
  invalidDpopProof: because('invalid_dpop_proof'),
  refusedProof: because('refused_proof'),
  invalidBoundToken: because('invalid_bound_token'),
  insufficientScope: because('insufficient_scope'),
  forbidden: because('forbidden'),
  factorRequired: because('factor_required'),
  recheckRequired: because('recheck_required'),
  deeplinkOwned: because('deeplink_owned'),
  notFound: because('not_found'),
  deeplinkUnknown: because('deeplink_unknown'),
  methodNotAllowed: because('method_not_allowed'),
  notAcceptable: because('not_acceptable'),
  requestTimeout: because('request_timeout'),
  conflict: because('conflict'),
  deeplinkExpired: because('deeplink_expired'),
  cursorExpired: because('cursor_expired'),
  resyncRequired: because('resync_required'),
  bodyTooLarge: because('body_too_large'),
  unsupportedMediaType: because('unsupported_media_type'),
  rangeNotSatisfiable: because('range_not_satisfiable'),
  notCovered: because('not_covered'),
  idempotencyConflict: because('idempotency_conflict'),
  upgradeRequired: because('upgrade_required'),
  tooManyRequests: because('too_many_requests'),
  internal: because('internal'),
  /**
   * Not at the moment, and nothing was written: the same request may be sent again after `retryAfterSeconds`, 1 unless
   * given. Every dialect answers 503 with `Retry-After`.
   */
  unavailable: (refusal: Refusal) => new DomainError('unavailable', { retryAfterSeconds: SOON_SECONDS, ...refusal }),
  /**
   * Nobody can know whether it was written. 503 without `Retry-After`, because a client that repeats blindly may do it
   * twice; with it where a repeat is known to be safe.
   */
  outcomeUnknown: because('outcome_unknown'),
  notConfigured: because('not_configured'),
};

/** The error as it is for a request that may be sent again safely, whether or not it was written. */
export function whereRepeatIsSafe(err: unknown): unknown {
  if (!(err instanceof DomainError) || err.code !== 'outcome_unknown') return err;
  return refuse.outcomeUnknown({
    description: 'The database was lost before it confirmed that this is stored; send the same request again',
    retryAfterSeconds: SOON_SECONDS,
    ...(err.logDetail !== undefined && { logDetail: err.logDetail }),
    cause: err.cause,
  });
}
