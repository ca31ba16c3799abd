import { createHash } from 'node:crypto';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type DomainError, refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import type { Client } from '../clients/types.ts';
import type { IssuedToken, ProvenKey } from '../tokens/types.ts';
import { exchangeOnce, type GrantPorts } from './exchange-once.ts';
import { type AskedScope, checkMayUse } from './sign-for-grant.ts';
import { findCode, findGrant, spendCode } from './store.ts';
import type { AuthorizationCode, Grant } from './types.ts';

/** RFC 7636 section 4.1. */
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;

export interface CodeRequest extends AskedScope, ProvenKey {
  readonly client: Client;
  readonly code: string;
  readonly codeVerifier: string | undefined;
  readonly redirectUri: string | undefined;
  readonly origin: Origin;
}

function invalid(logDetail: string): DomainError {
  return refuse.invalidGrant({
    description:
      'The code is not valid: it is used once, within a minute, by the client and with the redirect URI and the PKCE verifier it was asked with',
    logDetail,
  });
}

function checkProof(request: CodeRequest, code: AuthorizationCode): void {
  const { client, codeVerifier, redirectUri, keyThumbprint } = request;
  // RFC 6749 section 4.1.3: the same redirect URI, where the authorization request named one.
  const mustName = code.isRedirectNamed && !client.settings.legacy.looseRedirect;
  if (redirectUri === undefined ? mustName : redirectUri !== code.redirectUri) {
    throw invalid('redirect_uri is not the one of the authorization request');
  }
  // RFC 9449 section 10: a code that was asked for one key is exchanged with a proof of it.
  if (code.keyThumbprint !== null && code.keyThumbprint !== keyThumbprint) {
    throw invalid('the DPoP proof is not of the key dpop_jkt named, or there was none');
  }
  if (code.codeChallenge === null) {
    // RFC 9700 section 4.8.2: a verifier for a code that was asked without a challenge is a downgrade.
    if (codeVerifier !== undefined) throw invalid('the code was asked without a code_challenge');
    return;
  }
  // RFC 7636 section 4.6, and RFC 9700 section 2.1.1: no code without its verifier.
  if (codeVerifier === undefined || !VERIFIER.test(codeVerifier))
    throw invalid('code_verifier is missing or malformed');
  if (createHash('sha256').update(codeVerifier, 'ascii').digest('base64url') !== code.codeChallenge) {
    throw invalid('code_verifier does not fit the code_challenge');
  }
}

async function findOwnCode(
  { database, clock }: { database: Database; clock: Clock },
  request: CodeRequest,
): Promise<{ code: AuthorizationCode; grant: Grant }> {
  const code = await findCode(database.read, hashSecret(request.code));
  const grant = code && (await findGrant(database.read, code.grantId));
  if (code === undefined || grant === undefined) throw invalid('no such code');
  // RFC 6749 section 4.1.3: issued to this client. A stranger neither spends the code nor revokes what it gave.
  if (grant.clientId !== request.client.id) throw invalid('the code was issued to another client');
  checkProof(request, code);
  if (grant.activatedAt === null && code.expiresAt <= clock.now()) throw invalid('the code has expired');
  return { code, grant };
}

/**
 * Exchanges a code for tokens, once: consumption, the first refresh token and the audit record are one transaction. A
 * second use by its client revokes everything the first one gave. Refuses with `invalid_grant`, a flood with
 * `too_many_requests`.
 */
export async function redeemCode(ports: GrantPorts, request: CodeRequest): Promise<IssuedToken> {
  checkMayUse(ports, request.client, 'authorization_code', request.origin);
  const { code, grant } = await findOwnCode(ports, request);
  const answer = await exchangeOnce(ports, {
    ...request,
    grant,
    grantType: 'authorization_code',
    spend: (tx) => spendCode(tx.query, code.codeHash, ports.clock.now()),
    reasonOfReuse: 'code_reused',
  });
  if (answer === 'reused') throw invalid('the code was used before');
  if (answer === 'ended') throw invalid('the grant was revoked');
  return answer;
}
