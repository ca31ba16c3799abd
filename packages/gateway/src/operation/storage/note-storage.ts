import type { Database } from '../../database/database.ts';
import { type Clock, toRfc3339 } from '../../kernel/clock.ts';
import { insertStorageDay, removeStorageDays, storageDays } from './store.ts';

const DAY_MS = 86_400_000;
const KEPT_DAYS = 400;

/** The day of UTC, as `2026-11-21`. */
export const dayOf = (instant: number): string => toRfc3339(instant).slice(0, 10);

/** Notes how large the database is, once a day of UTC however many servers ask, and forgets what is older than 400 days. */
export async function noteStorage({ database, clock }: { database: Database; clock: Clock }): Promise<void> {
  const now = clock.now();
  const day = dayOf(now);
  if ((await storageDays(database.read, day)).some((noted) => noted.day === day)) return;
  const sizeBytes = await database.sizeBytes();
  await database.write(async ({ query }) => {
    await insertStorageDay(query, { day, sizeBytes });
    await removeStorageDays(query, dayOf(now - KEPT_DAYS * DAY_MS));
  });
}
