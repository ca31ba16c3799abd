import { PROOF_ALGORITHMS } from '../../authorization/clients/client-keys.ts';
import type { DomainError } from '../../kernel/errors.ts';

/** Quoted-string content (RFC 9110 section 5.6.4) in the characters RFC 6750 section 3 allows. */
function quoted(text: string): string {
  return `"${text.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, "'")}"`;
}

/** RFC 9449 section 7.1: the challenge to prove a key, with the algorithms of proofs. */
const PROVE = `DPoP realm="sallyport", algs="${PROOF_ALGORITHMS.join(' ')}"`;

function provenBy(error: string, { message }: DomainError): string {
  return `${PROVE}, error="${error}", error_description=${quoted(message)}`;
}

/** Headers that go with a refusal in every dialect: who to authenticate as, and when to come back. */
export function refusalHeaders(error: DomainError): Record<string, string> {
  const headers: Record<string, string> = { 'cache-control': 'no-store' };
  if (error.retryAfterSeconds !== undefined) headers['retry-after'] = String(error.retryAfterSeconds);
  switch (error.code) {
    case 'refused_proof':
      headers['www-authenticate'] = provenBy('invalid_dpop_proof', error);
      break;
    case 'invalid_bound_token':
      headers['www-authenticate'] = provenBy('invalid_token', error);
      break;
    case 'missing_token':
    case 'invalid_credentials':
      // RFC 6750 section 3: no error code where no token came. RFC 9110 section 15.5.2: every 401 has a challenge.
      headers['www-authenticate'] = 'Bearer realm="sallyport"';
      break;
    case 'invalid_token':
    case 'insufficient_scope':
      headers['www-authenticate'] =
        `Bearer realm="sallyport", error="${error.code}", error_description=${quoted(error.message)}`;
      break;
    case 'upgrade_required':
      // RFC 9110 section 15.5.22: 426 names what to upgrade to.
      headers['upgrade'] = 'websocket';
      headers['connection'] = 'Upgrade';
      break;
    case 'invalid_client':
      // RFC 6749 section 5.2: 401 names the scheme the client may use.
      headers['www-authenticate'] = 'Basic realm="sallyport", charset="UTF-8"';
      break;
    default:
      break;
  }
  return headers;
}
