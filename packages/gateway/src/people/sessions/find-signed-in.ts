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
  /** True where a second factor was shown in the session, or the identity provider that opened it proved one. */
  readonly hasFactor: boolean;
}

/** What a browser shows of its session. */
export interface SessionCredentials {
  readonly token: string | undefined;
  /** Of the dispatch position that it is. */
  readonly positionToken: string | undefined;
}

export const NOTHING_SHOWN: SessionCredentials = { token: undefined, positionToken: undefined };

/** Whose session the token is of, or null where there is none, its sign-in is not complete or it is locked. */
export async function findSignedIn(
  ports: { database: Database; clock: Clock; policies: SecurityPolicies },
  { token, positionToken }: SessionCredentials,
): Promise<SignedIn | null> {
  const session = token === undefined ? null : await findPortalSession(ports, token, positionToken);
  if (token === undefined || session === null || session.step !== null) return null;
  if (session.lock.reason !== null) return null;
  const sessionHash = hashSecret(token);
  const stored = await findSession(ports.database.read, sessionHash, ports.clock.now());
  if (stored === undefined) return null;
  const { createdAt, factorAt, hasProviderFactor } = stored;
  return {
    user: session.user,
    sessionHash,
    expiresAt: session.expiresAt,
    authenticatedAt: Math.max(createdAt, factorAt ?? createdAt),
    hasFactor: factorAt !== null || hasProviderFactor,
  };
}

/** True where the session of that hash is open. */
export async function isSessionOpen(
  { database, clock }: { database: Database; clock: Clock },
  sessionHash: string,
): Promise<boolean> {
  return (await findSession(database.read, sessionHash, clock.now())) !== undefined;
}
