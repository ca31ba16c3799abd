import type { Audit } from '../../audit/append-record.ts';
import type { Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Origin } from '../../kernel/origin.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import type { Client } from '../clients/types.ts';
import type { IssuedToken } from '../tokens/types.ts';
import { insertRefreshToken, refreshTokenKey } from './refresh-tokens/store.ts';
import { useGrant } from './store.ts';
import type { Grant } from './types.ts';

/**
 * Part of the caller's transaction: the first use of a grant, with the refresh token its family begins with and the audit
 * record. False where the grant was revoked or has run out, and nothing written.
 */
export async function giveTokens(
  { audit, clock }: { audit: Audit; clock: Clock },
  tx: Transaction,
  given: { client: Client; grant: Grant; grantType: string; answer: IssuedToken; jti: string; origin: Origin },
): Promise<boolean> {
  const { client, grant, grantType, answer, jti, origin } = given;
  const now = clock.now();
  if (!(await useGrant(tx.query, grant.id, now))) return false;
  if (answer.refreshToken !== undefined) {
    const tokenHash = hashSecret(answer.refreshToken);
    await insertRefreshToken(tx.query, {
      tokenHash,
      grantId: grant.id,
      predecessorHash: null,
      createdAt: now,
      keyThumbprint: refreshTokenKey(client, answer),
    });
  }
  await audit.append(tx, {
    actor: { kind: 'client', id: grant.clientId },
    agencyId: grant.agencyId,
    action: 'token.issued',
    outcome: 'success',
    subject: jti,
    origin,
    detail: { grant_type: grantType, scope: answer.scope, grant_id: grant.id, user_id: grant.userId },
  });
  return true;
}
