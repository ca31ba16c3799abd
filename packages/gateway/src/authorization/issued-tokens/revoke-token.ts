import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Client } from '../clients/types.ts';
import { endGrantWithRecord } from '../grants/revoke-grant.ts';
import type { AccessParts } from '../parts.ts';
import { findToken } from './find-token.ts';

/**
 * Ends a token for its own client (RFC 7009), on every process within a second, atomically with the audit record: an access
 * token alone, a refresh token with its whole grant. What is no token any more changes nothing and is no error.
 * Refuses another client's token with `unauthorized_client`.
 */
export async function revokeToken(
  parts: AccessParts,
  request: { client: Client; token: string; origin: Origin },
): Promise<void> {
  const { database, audit, changes } = parts;
  const { client, origin } = request;
  const found = await findToken(parts, request.token);
  if (found === null) return;
  // RFC 7009 section 2.1: only the client a token was issued to.
  if (found.clientId !== client.id) {
    throw refuse.unauthorizedClient({ description: 'The token was issued to another client' });
  }
  const actor = { kind: 'client', id: client.id } as const;
  await database.write(async (tx) => {
    if (found.kind === 'refresh') {
      await endGrantWithRecord(parts, tx, { grant: found.grant, reason: 'client', actor, origin });
      return;
    }
    await changes.publish(tx, 'token', found.claims.jti);
    await audit.append(tx, {
      actor,
      agencyId: found.claims.agency ?? null,
      action: 'token.revoked',
      outcome: 'success',
      subject: found.claims.jti,
      origin,
    });
  });
}
