import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, errors, type JWK, jwtVerify } from 'jose';
import type { Clock } from '../../kernel/clock.ts';
import { type DomainError, type Refusal, refuse } from '../../kernel/errors.ts';
import { PROOF_ALGORITHMS } from '../clients/client-keys.ts';
import type { ReplayGuard } from '../replays/replay-guard.ts';

interface Ports {
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly replays: ReplayGuard;
}

/** What a request shows of its key (RFC 9449 section 4.1), and what the proof must have been made for. */
export interface ShownProof {
  /** The `DPoP` header. Node joins several with a comma, which no proof has. */
  readonly header: string | undefined;
  readonly method: string;
  /** Under the public URL, without the query. */
  readonly path: string;
}
type Binding = { readonly accessToken: string; readonly keyThumbprint: string };

/** How far a proof's `iat` may be from our clock, either way: server nonces are not asked for (decision 12). */
const WINDOW_MS = 60_000;
const LONGEST_JTI = 256;
const UNRESERVED = /%(?:2d|2e|3[0-9]|4[1-9a-f]|5[0-9a]|5f|6[1-9a-f]|7[0-9a]|7e)/gi;

/** A check that failed, in words for the sender; `logDetail` is without the URL, which may hold what is nobody's business. */
class Unfit extends Error {
  readonly logDetail: string;
  constructor(message: string, logDetail = message) {
    super(message);
    this.logDetail = logDetail;
  }
}

/** RFC 9449 section 4.3, item 9: without query and fragment, and RFC 3986 section 6.2.2 and 6.2.3 state what is the same. */
function normalised(url: string): string {
  const { origin, pathname } = new URL(url);
  const path = pathname
    .replace(UNRESERVED, (escaped) => decodeURIComponent(escaped))
    .replace(/%[0-9a-f]{2}/gi, (escaped) => escaped.toUpperCase());
  return `${origin}${path}`;
}

async function readProof({ clock, publicUrl }: { clock: Clock; publicUrl: string }, shown: ShownProof) {
  const { header, method, path } = shown;
  if (header === undefined || header === '') throw new Unfit('the DPoP header is missing');
  // RFC 9449 section 4.3, item 1.
  if (header.includes(',')) throw new Unfit('there is more than one DPoP header');
  const now = clock.now();
  const { payload, protectedHeader } = await jwtVerify(header, EmbeddedJWK, {
    typ: 'dpop+jwt',
    algorithms: [...PROOF_ALGORITHMS],
    currentDate: new Date(now),
  });
  const { jti, iat, htm, htu, ath } = payload;
  if (typeof jti !== 'string' || jti === '' || jti.length > LONGEST_JTI) throw new Unfit('jti is missing or too long');
  if (htm !== method) throw new Unfit(`htm is not ${method}`);
  const target = normalised(`${publicUrl}${path}`);
  if (typeof htu !== 'string' || !URL.canParse(htu) || normalised(htu) !== target)
    throw new Unfit(`htu is not ${target}`, 'htu is another URL');
  if (iat === undefined) throw new Unfit('iat is missing');
  if (Math.abs(iat * 1000 - now) > WINDOW_MS) throw new Unfit(`iat is more than ${WINDOW_MS / 1000} seconds from now`);
  const keyThumbprint = await calculateJwkThumbprint(protectedHeader.jwk as JWK);
  return { keyThumbprint, jti, ath, expiresAt: iat * 1000 + WINDOW_MS + 1 };
}

function unfit(err: unknown): Unfit {
  if (err instanceof Unfit) return err;
  return new Unfit(
    err instanceof errors.JOSEError ? `it is not a signed proof (${err.code})` : 'its key cannot be used',
  );
}

/**
 * The thumbprint (RFC 7638) of the key whose holder made the request's proof, every check of RFC 9449 section 4.3 passed;
 * the proof is used up, on every process. Refuses by `refusal` with the check that failed, and with `invalid_bound_token`
 * where the proof is good and its key is not the one the access token is bound to.
 */
export async function checkProof(
  ports: Ports,
  shown: ShownProof,
  refusal: (refused: Refusal) => DomainError,
  binding?: Binding,
): Promise<string> {
  const refused = ({ message, logDetail }: Unfit) =>
    refusal({ description: `The DPoP proof is not valid: ${message}`, logDetail });
  let proof: Awaited<ReturnType<typeof readProof>>;
  try {
    proof = await readProof(ports, shown);
  } catch (err) {
    throw refused(unfit(err));
  }
  const { keyThumbprint, jti, ath, expiresAt } = proof;
  if (binding !== undefined) {
    if (ath !== createHash('sha256').update(binding.accessToken, 'ascii').digest('base64url')) {
      throw refused(new Unfit('ath is not the hash of the access token'));
    }
    if (keyThumbprint !== binding.keyThumbprint) {
      const description = 'The access token is bound to another key than the one of the DPoP proof';
      throw refuse.invalidBoundToken({ description, logDetail: 'cnf' });
    }
  }
  // RFC 9449 section 11.1: last, so that nobody else can use up the id of a proof.
  const used = { kind: 'dpop_proof', owner: keyThumbprint, jti, expiresAt } as const;
  if (!(await ports.replays.isFirstUse(used))) throw refused(new Unfit('its jti was used before'));
  return keyThumbprint;
}
