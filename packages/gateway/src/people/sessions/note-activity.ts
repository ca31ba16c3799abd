import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import { markActive } from './store.ts';

/** How exactly it is known when a person was last active: each note is a write. */
export const ACTIVE_WITHIN_MS = 60_000;

/** Notes that the person of the session of that token is active, at most once a minute. */
export async function noteActivity(
  { database, clock }: { database: Database; clock: Clock },
  { token, activeAt }: { token: string; activeAt: number | null },
): Promise<void> {
  const now = clock.now();
  if (activeAt !== null && now - activeAt < ACTIVE_WITHIN_MS) return;
  await database.write((tx) => markActive(tx.query, hashSecret(token), now));
}
