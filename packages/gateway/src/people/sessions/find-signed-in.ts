import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import type { SecurityPolicies } from '../policies/security-policies.ts';
import type { User } from '../users/types.ts';
import { findPortalSession } from './portal-session.ts';
import { findSession } from './store.ts';

/** Who is signed in by hand, since when, and how. Times are in milliseconds. */
export interface SignedIn {
  readonly user: User;
  readonly sessionHash: string;
  readonly expiresAt: number;
  /** When the person last proved who they are: by the password, or by a factor after it. */
  readonly authenticatedAt: number;
  readonly hasFactor: boolean;
}

/** Whose session the token is of, or null where there is none or its sign-in is not complete. */
export async function findSignedIn(
  ports: { database: Database; clock: Clock; policies: SecurityPolicies },
  token: string | undefined,
): Promise<SignedIn | null> {
  const session = token === undefined ? null : await findPortalSession(ports, token);
  if (token === undefined || session === null || session.step !== null) return null;
  const sessionHash = hashSecret(token);
  const stored = await findSession(ports.database.read, sessionHash, ports.clock.now());
  if (stored === undefined) return null;
  const { createdAt, factorAt } = stored;
  return {
    user: session.user,
    sessionHash,
    expiresAt: session.expiresAt,
    authenticatedAt: Math.max(createdAt, factorAt ?? createdAt),
    hasFactor: factorAt !== null,
  };
}

/** True where the session of that hash is open. */
export async function isSessionOpen(
  { database, clock }: { database: Database; clock: Clock },
  sessionHash: string,
): Promise<boolean> {
  return (await findSession(database.read, sessionHash, clock.now())) !== undefined;
}
