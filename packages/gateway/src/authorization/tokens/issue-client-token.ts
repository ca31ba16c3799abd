import type { Audit } from '../../audit/append-record.ts';
import type { AuditEntry } from '../../audit/types.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse, whereRepeatIsSafe } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';
import type { Client } from '../clients/types.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { Limits } from '../limits/limits.ts';
import { chooseScopes } from './choose-scopes.ts';
import { signAccessToken } from './sign-access-token.ts';
import type { IssuedToken, ProvenKey } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly limits: Limits;
  readonly keys: KeyRing;
}

/**
 * A token for the client itself (RFC 6749 section 4.4). The audit record is durable before the token is answered.
 * Refuses a flood with `too_many_requests`: the client's own allowance, which no sign-in uses up.
 */
export async function issueClientToken(
  ports: Ports,
  request: { client: Client; scope: string | undefined; origin: Origin } & ProvenKey,
): Promise<IssuedToken> {
  const { client, origin } = request;
  if (!client.grantTypes.includes('client_credentials')) {
    throw refuse.unauthorizedClient({ description: 'This client may not use the client_credentials grant' });
  }
  ports.limits.take('tokens', client.id);
  const scopes = chooseScopes(client, request.scope);
  const { token, jti } = signAccessToken(ports, {
    client,
    user: null,
    scopes,
    keyThumbprint: request.keyThumbprint,
  });
  const record: AuditEntry = {
    actor: { kind: 'client', id: client.id },
    agencyId: client.agencyId,
    action: 'token.issued',
    outcome: 'success',
    subject: jti,
    origin,
    detail: { grant_type: 'client_credentials', scope: token.scope },
  };
  await ports.database
    .write((tx) => ports.audit.append(tx, record))
    .catch((err) => {
      throw whereRepeatIsSafe(err);
    });
  return token;
}
