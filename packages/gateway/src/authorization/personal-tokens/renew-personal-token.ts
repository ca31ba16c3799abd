import type { Audit } from '../../audit/append-record.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';
import type { ClientDirectory } from '../clients/client-directory.ts';
import { refreshAccess } from '../grants/refresh-access.ts';
import type { EndSubscriptions } from '../grants/revoke-grant.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { Limits } from '../limits/limits.ts';
import type { IssuedToken } from '../tokens/types.ts';
import { personalClient } from './personal-client.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly changes: ChangeFeed;
  readonly limits: Limits;
  readonly clients: ClientDirectory;
  readonly keys: KeyRing;
  readonly endSubscriptions: EndSubscriptions;
}

/**
 * A new access token for a personal refresh token, which stays as it is. The token alone is the proof; an application's
 * refresh token is not taken here. Refuses as `refreshAccess` does, each address by its own allowance.
 */
export async function renewPersonalToken(
  ports: Ports,
  request: { refreshToken: string; origin: Origin },
): Promise<IssuedToken> {
  return refreshAccess(ports, { ...request, client: await personalClient(ports) });
}
