import type { Database } from '../../../database/database.ts';
import { refuse } from '../../../kernel/errors.ts';
import type { Subscription } from '../subscription/types.ts';
import { deliveriesOf, findDelivery, newestAttempted } from './store.ts';
import type { Delivery, DeliveryState } from './types.ts';

function readBefore(text: string): { createdAt: number; id: string } {
  const [, createdAt, id] = /^(\d{1,15})\.(msg_[\w-]{1,80})$/.exec(text) ?? [];
  if (createdAt === undefined || id === undefined) {
    throw refuse.invalidRequest({ description: 'before must be the next_before of a page' });
  }
  return { createdAt: Number(createdAt), id };
}

/** A page of the subscription's delivery log, the newest first. `nextBefore` asks for the next page; null at the end. */
export async function listDeliveries(
  { database }: { database: Database },
  subscription: Subscription,
  page: { before: string | undefined; state: DeliveryState | null; limit: number },
): Promise<{ deliveries: readonly Delivery[]; nextBefore: string | null }> {
  const before = page.before === undefined ? null : readBefore(page.before);
  const deliveries = await deliveriesOf(database.read, subscription.id, { ...page, before });
  const last = deliveries.length === page.limit ? deliveries.at(-1) : undefined;
  return { deliveries, nextBefore: last === undefined ? null : `${last.createdAt}.${last.id}` };
}

/** One delivery of the subscription. Refuses with `not_found`. */
export async function readDelivery(
  { database }: { database: Database },
  subscription: Subscription,
  id: string,
): Promise<Delivery> {
  const delivery = await findDelivery(database.read, subscription.id, id);
  if (delivery === undefined) throw refuse.notFound({ description: 'No delivery with this id' });
  return delivery;
}

/** Of each subscription the newest delivery that was attempted; those that were sent nothing have none. */
export async function lastAttempted(
  { database }: { database: Database },
  subscriptions: readonly Subscription[],
): Promise<readonly Delivery[]> {
  const found = await Promise.all(subscriptions.map(({ id }) => newestAttempted(database.read, id)));
  return found.filter((delivery) => delivery !== undefined);
}
