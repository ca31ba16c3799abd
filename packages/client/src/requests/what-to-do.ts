import type { SallyportError } from './error.ts';

/** Every code a Sallyport server refuses with, and those of this package, with what whoever sent the request can do. */
const ADVICE = {
  invalid_request: 'Mend what the detail names and send it again.',
  invalid_scope: 'Ask for scopes that the client was given, or leave the scope out for all of them.',
  unsupported_response_type: 'Ask with response_type=code.',
  unsupported_grant_type: 'Use a grant that this server has; its metadata lists them.',
  unauthorized_client: 'Have this grant allowed for the client by whoever made it.',
  invalid_client: 'Check the client id and its secret; a rotated secret ends after its overlap.',
  invalid_grant: 'Check the user name and password, or sign in again: the code or refresh token has ended.',
  authorization_pending: 'Wait for the person, and ask again after the interval.',
  slow_down: 'Ask less often, five seconds further apart.',
  access_denied: 'The person or their agency said no; ask them.',
  expired_token: 'Start the device sign-in again.',
  invalid_credentials: 'Check the name and the password; an administrator releases a locked account.',
  missing_token: 'Send an access token.',
  invalid_token: 'Get a new token and send the request again.',
  invalid_dpop_proof: 'Send one proof for this request, signed now by the key; check the clock.',
  refused_proof: 'Send a new proof for this request with the token; check the clock.',
  invalid_bound_token: 'Send the token with the scheme and the key it was given for.',
  insufficient_scope: 'Have the scope that the detail names given to the client, and get a new token.',
  forbidden: 'This side, role or client may not do that; the detail names who may.',
  factor_required: 'Show a factor by POST /api/session/factor, and send the request again.',
  recheck_required: 'Show a factor or the password of GET /api/session/factor, and send the request again.',
  deeplink_owned: 'Make a new deeplink: this one was opened in another browser.',
  not_found: 'Check the id; it may belong to another agency.',
  deeplink_unknown: 'Make a new deeplink.',
  method_not_allowed: 'Use a method that the path takes; the Allow header lists them.',
  not_acceptable: 'Ask for what exists; the detail lists it.',
  request_timeout: 'Send it again: it did not arrive whole in time.',
  conflict: 'Read what is there now and decide anew: somebody was faster, or it was done before.',
  deeplink_expired: 'Make a new deeplink.',
  cursor_expired: 'Read everything anew, and go on from the cursor of now.',
  resync_required: 'Read everything anew, and go on from the cursor of now: the server was restored from a backup.',
  body_too_large: 'Send less; the detail states how much is taken.',
  unsupported_media_type: 'Send one of the content types that the detail lists.',
  range_not_satisfiable: 'Ask for bytes that the file has.',
  not_covered: 'No agency here covers this position: use the telephone.',
  idempotency_conflict: 'Use a new idempotency key for a new request.',
  upgrade_required: 'Connect by WebSocket.',
  too_many_requests: 'Wait as long as Retry-After states and send it again.',
  internal: 'Send it again later, and give the request id to whoever runs the server.',
  unavailable: 'Send it again: nothing was written.',
  outcome_unknown: 'It may have been written: send it again with the same idempotency key, or look.',
  not_configured: 'Have it configured on this installation, or in this program.',
  unauthorized: 'Get a new token, or check the credentials.',
  server_error: 'Send it again later, and give the request id to whoever runs the server.',
  refused: 'Read the detail.',
  gone: 'Make a new one: this has ended.',
  too_large: 'Send less.',
  unreachable: 'Check the network and the address. It may have arrived: look before you send it again without a key.',
  untrusted_certificate:
    'Have this machine trust the certificate (on Node, NODE_EXTRA_CA_CERTS names a file of it), or check the address.',
  redirected: 'Set the address that the detail names, if it is the server you mean.',
  answer_too_large: 'Ask for less at once, or check the address.',
  unreadable_answer: 'Check the address: something other than the server answered.',
  deadline_passed: 'Allow more time, or look at why no answer comes. It may have arrived.',
  store_locked: 'End the process that holds the token file.',
  invalid_key: 'Use a key for ES256, EdDSA or RS256.',
  invalid_state: 'Start the sign-in again.',
  invalid_signature: 'Check the secret of the webhook, and that the body is verified as it arrived.',
} as const;

/** A code that this package knows. Others may come: branch on those you know and treat the rest by `status`. */
export type RefusalCode = keyof typeof ADVICE;

/** Every code that this package knows. */
export const REFUSAL_CODES = Object.keys(ADVICE) as readonly RefusalCode[];

/** What whoever sent the request can do about the error, in a sentence; safe to show. */
export function whatToDo({ code, status }: Pick<SallyportError, 'code' | 'status'>): string {
  if (Object.hasOwn(ADVICE, code)) return ADVICE[code as RefusalCode];
  return status >= 500 || status === 0 ? ADVICE.server_error : ADVICE.refused;
}
