import type { ReplayGuard } from '../../authorization/replays/replay-guard.ts';
import { checkProof } from '../../authorization/tokens/check-proof.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { RouteRequest } from '../routing/route.ts';

/**
 * The thumbprint of the key that a request to this server's own OAuth paths proves (RFC 9449 section 5), or nothing where it
 * sends no DPoP header. Refuses a proof that is not valid with `invalid_dpop_proof`.
 */
export async function proofKeyOf(
  ports: { clock: Clock; publicUrl: string; replays: ReplayGuard },
  { proof }: RouteRequest,
): Promise<string | undefined> {
  return proof.header === undefined ? undefined : checkProof(ports, proof, refuse.invalidDpopProof);
}
