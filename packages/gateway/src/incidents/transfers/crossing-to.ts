import type { Transaction } from '../../database/database.ts';
import { sharesReceived } from '../shares/store.ts';
import { listByShares } from './by-share.ts';
import { receivedInForce } from './store.ts';

/** What crosses to the agency at that instant as one text, which is another one once something came, changed or ended; and who gives it. */
export async function crossingTo(
  query: Transaction['query'],
  agencyId: string,
  now: number,
): Promise<{ state: string; givers: ReadonlySet<string> }> {
  const shares = await sharesReceived(query, agencyId, now);
  const crossing = [...(await receivedInForce(query, agencyId, now)), ...(await listByShares(query, shares, now))];
  const givers = new Set([...crossing, ...shares].map((each) => each.agencyId));
  const state = crossing.map(({ id, about }) => `${id} ${about.updatedAt}`).join('\n');
  return { state, givers };
}
