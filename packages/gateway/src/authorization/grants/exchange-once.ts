import type { Audit } from '../../audit/append-record.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';
import { newSecret } from '../../kernel/secrets.ts';
import type { Client } from '../clients/types.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { Limits } from '../limits/limits.ts';
import { signIdToken } from '../sign-ins/sign-id-token.ts';
import { findSignIn } from '../sign-ins/store.ts';
import type { IssuedToken, ProvenKey } from '../tokens/types.ts';
import { giveTokens } from './give-tokens.ts';
import type { RevocationReason } from './revoke-grant.ts';
import { type EndSubscriptions, endGrantWithRecord } from './revoke-grant.ts';
import { type AskedScope, signForGrant } from './sign-for-grant.ts';
import type { Grant } from './types.ts';

/** What every use case takes that gives tokens of a grant. */
export interface GrantPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly changes: ChangeFeed;
  readonly limits: Limits;
  readonly keys: KeyRing;
  readonly endSubscriptions: EndSubscriptions;
}

/** What is used once, a code of a browser or of a device, and by whom. */
interface Exchange extends AskedScope, ProvenKey {
  readonly client: Client;
  readonly grant: Grant;
  readonly grantType: string;
  /** Uses it up; false where that was done before. */
  readonly spend: (tx: Transaction) => Promise<boolean>;
  /** Why the grant ends where it was used before. */
  readonly reasonOfReuse: RevocationReason;
  readonly origin: Origin;
}

/** The ID token of the sign-in that the grant came with; nothing where it came with none, or without the scope `openid`. */
async function idTokenOf(
  ports: GrantPorts,
  { client, grant, token }: { client: Client; grant: Grant; token: IssuedToken },
): Promise<string | undefined> {
  if (!token.scope.split(' ').includes('openid')) return undefined;
  const signIn = await findSignIn(ports.database.read, grant.id);
  const { accessToken } = token;
  return signIn && signIdToken(ports, { signIn, userId: grant.userId, clientId: client.id, accessToken });
}

/**
 * The first tokens of a grant: consumption, the first refresh token and the audit record are one transaction. Where what is exchanged
 * was used before, everything that its first use gave is revoked (RFC 6749 section 4.1.2).
 */
export async function exchangeOnce(ports: GrantPorts, exchange: Exchange): Promise<IssuedToken | 'reused' | 'ended'> {
  const { client, grant, grantType, spend, reasonOfReuse: reason, origin } = exchange;
  const { token, jti } = await signForGrant(ports, exchange);
  const hasRefresh = client.grantTypes.includes('refresh_token');
  const idToken = await idTokenOf(ports, { client, grant, token });
  const answer = {
    ...token,
    ...(hasRefresh && { refreshToken: newSecret(ports.random).reveal() }),
    ...(idToken !== undefined && { idToken }),
  };
  return ports.database.write(async (tx) => {
    if (!(await spend(tx))) {
      const actor = { kind: 'client', id: client.id } as const;
      await endGrantWithRecord(ports, tx, { grant, reason, actor, origin });
      return 'reused';
    }
    return (await giveTokens(ports, tx, { client, grant, grantType, answer, jti, origin })) ? answer : 'ended';
  });
}
