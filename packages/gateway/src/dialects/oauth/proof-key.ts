import { checkProof } from '../../authorization/tokens/check-proof.ts';
import { refuse } from '../../kernel/errors.ts';
import type { RouteRequest } from '../route.ts';

/**
 * The thumbprint of the key that a request to this server's own OAuth paths proves (RFC 9449 section 5), or nothing where it
 * sends no DPoP header. Refuses a proof that is not valid with `invalid_dpop_proof`.
 */
export async function proofKeyOf({ parts, proof }: RouteRequest): Promise<string | undefined> {
  return proof.header === undefined ? undefined : checkProof(parts, proof, refuse.invalidDpopProof);
}
