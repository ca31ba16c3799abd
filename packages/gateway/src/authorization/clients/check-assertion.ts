import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Clock } from '../../kernel/clock.ts';
import type { ReplayGuard } from '../replays/replay-guard.ts';
import { algorithmsOf, keyObjectOf, PROOF_ALGORITHMS } from './client-keys.ts';
import type { Client } from './types.ts';

/** A signed statement of a client about itself, and who may be meant by it. */
export interface ClientAssertion {
  readonly jwt: string;
  /** The issuer, and the URLs of the paths that clients authenticate at. */
  readonly audiences: readonly string[];
}

/** Libraries give an hour where nothing is stated (Authlib); nobody needs longer. */
const LONGEST_LIFETIME_MS = 3_600_000;
/** How far a client's clock may be off. */
const CLOCK_SKEW_MS = 30_000;
const LONGEST_JTI = 256;

/** Why an assertion is not taken, in words for the client's owner. */
class Unfit extends Error {}

async function verify(client: Client, jwt: string, now: number): Promise<JWTPayload> {
  const { alg, kid } = decodeProtectedHeader(jwt);
  if (alg === undefined || !PROOF_ALGORITHMS.includes(alg)) throw new Unfit('its alg is not offered');
  const fitting = client.keys.filter(
    (key) => (kid === undefined || key.kid === undefined || key.kid === kid) && algorithmsOf(key).includes(alg),
  );
  if (fitting.length === 0) throw new Unfit('no registered key has its kid and alg');
  for (const key of fitting) {
    try {
      const { payload } = await jwtVerify(jwt, keyObjectOf(key), {
        algorithms: [...PROOF_ALGORITHMS],
        currentDate: new Date(now),
        clockTolerance: CLOCK_SKEW_MS / 1000,
      });
      return payload;
    } catch (err) {
      if (!(err instanceof errors.JWSSignatureVerificationFailed)) throw err;
    }
  }
  throw new Unfit('no registered key made its signature');
}

/** RFC 7523 section 3: the claims, each of them. The answer is when it expires, in milliseconds. */
function checkClaims(payload: JWTPayload, client: Client, audiences: readonly string[], now: number): number {
  if (payload.iss !== client.id || payload.sub !== client.id) throw new Unfit('iss and sub are not the client id');
  const named = [payload.aud ?? []].flat();
  // RFC 7523 section 3, item 3. One that is meant for others as well could be used by them here.
  if (named.length === 0 || !named.every((audience) => audiences.includes(audience))) {
    throw new Unfit('aud is not this server');
  }
  if (payload.exp === undefined) throw new Unfit('exp is missing');
  const expiresAt = payload.exp * 1000;
  if (expiresAt > now + LONGEST_LIFETIME_MS + CLOCK_SKEW_MS) throw new Unfit('exp is more than an hour away');
  if (payload.iat !== undefined && payload.iat * 1000 > now + CLOCK_SKEW_MS) throw new Unfit('iat is in the future');
  return expiresAt;
}

/**
 * Null where the assertion proves that its sender is this client, which then cannot use it again anywhere
 * (RFC 7523 section 3); otherwise the check that failed, in words without anything of the assertion.
 */
export async function failedAssertionCheck(
  { clock, replays }: { clock: Clock; replays: ReplayGuard },
  client: Client,
  { jwt, audiences }: ClientAssertion,
): Promise<string | null> {
  const now = clock.now();
  try {
    const payload = await verify(client, jwt, now);
    const expiresAt = checkClaims(payload, client, audiences, now);
    const { jti } = payload;
    // RFC 7523 section 3, item 7: without an id it could be used again until it expires.
    if (typeof jti !== 'string' || jti === '' || jti.length > LONGEST_JTI)
      throw new Unfit('jti is missing or too long');
    const isFirst = await replays.isFirstUse({
      kind: 'client_assertion',
      owner: client.id,
      jti,
      expiresAt: expiresAt + CLOCK_SKEW_MS,
    });
    return isFirst ? null : 'the assertion was used before';
  } catch (err) {
    if (err instanceof Unfit) return err.message;
    if (err instanceof errors.JWTExpired) return 'the assertion has expired';
    if (err instanceof errors.JOSEError) return `the assertion is not valid: ${err.code}`;
    if (err instanceof TypeError) return 'the assertion is no JWT';
    throw err;
  }
}
