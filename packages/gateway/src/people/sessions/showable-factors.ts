import type { Database } from '../../database/database.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import { confirmedFactorsOf } from '../factors/store.ts';
import { findUserByEmail } from '../users/store.ts';
import type { User } from '../users/types.ts';
import type { SessionLock } from './session-lock.ts';
import { providerOfSession } from './store.ts';

/** What a person can show in a session of theirs. */
export interface ShowableFactors {
  readonly ways: readonly ('password' | 'code' | 'passkey')[];
  /** The identity provider that opened the session; null where none did, or it is not used any more. */
  readonly provider: { readonly id: string; readonly title: string } | null;
}

/** What the person of the session of that token can show now. The password stands beside a second factor only where any one is enough. */
export async function showableFactors(
  { database }: { database: Database },
  { user, token, lock }: { user: User; token: string; lock: SessionLock },
): Promise<ShowableFactors> {
  const factors = await confirmedFactorsOf(database.read, user.id);
  const found = await findUserByEmail(database.read, user.email);
  const signsInByPassword = found?.passwordHash != null && found.hasNoPasswordSignIn !== true;
  const hasKind = (kind: string) => factors.some((factor) => factor.kind === kind);
  return {
    ways: [
      ...(signsInByPassword && (lock.asks !== null || factors.length === 0) ? (['password'] as const) : []),
      ...(hasKind('totp') ? (['code'] as const) : []),
      ...(hasKind('passkey') ? (['passkey'] as const) : []),
    ],
    provider: (await providerOfSession(database.read, hashSecret(token))) ?? null,
  };
}
