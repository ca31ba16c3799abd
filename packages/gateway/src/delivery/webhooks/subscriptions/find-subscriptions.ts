import type { Database } from '../../../database/database.ts';
import { refuse } from '../../../kernel/errors.ts';
import type { Subscription, SubscriptionOwner } from '../subscription/types.ts';
import { findSubscriptionRows, subscriptionsOf } from './store.ts';

/** The owner's subscriptions, the oldest first. */
export function listSubscriptions(
  { database }: { database: Database },
  owner: SubscriptionOwner,
): Promise<readonly Subscription[]> {
  return subscriptionsOf(database.read, owner);
}

/** The owner's subscription of that id, or `not_found`: another one's and none are the same answer. */
export function readSubscription(
  { database }: { database: Database },
  owner: SubscriptionOwner,
  id: string,
): Promise<Subscription> {
  return ownSubscription(database.read, owner, id);
}

/** As `readSubscription`, inside a transaction. */
export async function ownSubscription(
  query: Database['read'],
  owner: SubscriptionOwner,
  id: string,
): Promise<Subscription> {
  const [first] = await ownSubscriptionRows(query, owner, id);
  return first;
}

/** The rows of the owner's subscription, one an agency where a central station owns it; the first is the one of that id. */
export async function ownSubscriptionRows(
  query: Database['read'],
  owner: SubscriptionOwner,
  id: string,
): Promise<readonly [Subscription, ...Subscription[]]> {
  const [first, ...others] = /^[1-9]\d{0,15}$/.test(id) ? await findSubscriptionRows(query, owner, Number(id)) : [];
  if (first === undefined) throw refuse.notFound({ description: 'No webhook subscription with this id' });
  return [first, ...others];
}
