import type { Audit } from '../../audit/append-record.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { type AuthenticationPorts, authenticateSender, type Sender } from '../clients/authenticate-client.ts';
import type { Client } from '../clients/types.ts';
import { type EndSubscriptions, endGrantWithRecord } from '../grants/revoke-grant.ts';
import type { BearerCheck } from '../tokens/bearer-check.ts';
import { findToken } from './find-token.ts';

export interface RevocationPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly changes: ChangeFeed;
  readonly bearer: BearerCheck;
  readonly endSubscriptions: EndSubscriptions;
}

/**
 * Ends a token for its own client (RFC 7009), on every process within a second, atomically with the audit record: an access
 * token alone, a refresh token with its whole grant. What is no token any more changes nothing and is no error.
 * Refuses another client's token with `unauthorized_client`.
 */
export async function revokeToken(
  ports: RevocationPorts,
  request: { client: Client; token: string; origin: Origin },
): Promise<void> {
  const { database, audit, changes } = ports;
  const { client, origin } = request;
  const found = await findToken(ports, request.token);
  if (found === null) return;
  // RFC 7009 section 2.1: only the client a token was issued to.
  if (found.clientId !== client.id) {
    throw refuse.unauthorizedClient({ description: 'The token was issued to another client' });
  }
  const actor = { kind: 'client', id: client.id } as const;
  await database.write(async (tx) => {
    if (found.kind === 'refresh') {
      await endGrantWithRecord(ports, tx, { grant: found.grant, reason: 'client', actor, origin });
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

/** As `revokeToken`, for the client that sends the token. RFC 7009 section 2.1: it is authenticated first, whatever it sends. */
export async function revokeTokenOfSender(
  ports: RevocationPorts & AuthenticationPorts,
  { sender, token }: { sender: Sender; token: string },
): Promise<void> {
  const client = await authenticateSender(ports, sender);
  await revokeToken(ports, { client, token, origin: sender.origin });
}
