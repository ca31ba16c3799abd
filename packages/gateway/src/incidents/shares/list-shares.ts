import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { incidentsOfShare } from './incidents-of-share.ts';
import { findShareInForce, sharesOf } from './store.ts';
import type { Share } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly clock: Clock;
}

const LISTED_AFTER_MS = 30 * 24 * 3_600_000;
/** More than that many incidents are not counted. */
const COUNTED_AT_MOST = 200;

/** A share, with how many incidents cross by it now: what its end stops. Null where it is not in force. */
export interface CountedShare extends Share {
  readonly incidentsNow: number | null;
}

/** The share with what crosses by it at this instant. */
export async function countShare({ database, clock }: Ports, share: Share): Promise<CountedShare> {
  const now = clock.now();
  const { id, agencyId } = share;
  const inForce = await findShareInForce(database.read, { id, agencyId, now });
  if (inForce === undefined) return { ...share, incidentsNow: null };
  const incidents = await incidentsOfShare(database.read, inForce, { now, limit: COUNTED_AT_MOST });
  return { ...share, incidentsNow: incidents.length };
}

/** What the agency gave and received: what is in force, and what expired within 30 days. */
export async function listShares(ports: Ports, agencyId: string): Promise<readonly CountedShare[]> {
  const counted: CountedShare[] = [];
  for (const share of await sharesOf(ports.database.read, agencyId, ports.clock.now() - LISTED_AFTER_MS)) {
    counted.push(await countShare(ports, share));
  }
  return counted;
}
