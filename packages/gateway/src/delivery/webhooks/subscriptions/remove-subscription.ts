import type { Audit } from '../../../audit/append-record.ts';
import type { Actor } from '../../../audit/types.ts';
import type { Database } from '../../../database/database.ts';
import type { Origin } from '../../../kernel/origin.ts';
import { deleteDeliveriesOf } from '../deliveries/store.ts';
import type { SubscriptionOwner } from '../subscription/types.ts';
import { ownSubscription, ownSubscriptionRows } from './find-subscriptions.ts';
import { deleteSubscription, lockSubscription } from './store.ts';

/** Removes the subscription with its delivery log, atomically with the audit record. Refuses an unknown one (`not_found`). */
export async function removeSubscription(
  { database, audit }: { database: Database; audit: Audit },
  request: { owner: SubscriptionOwner; id: string; actor: Actor; origin: Origin },
): Promise<void> {
  const { owner, actor, origin } = request;
  const { id } = await ownSubscription(database.read, owner, request.id);
  await database.write(async (tx) => {
    await lockSubscription(tx.query, id);
    for (const row of await ownSubscriptionRows(tx.query, owner, request.id)) {
      await deleteDeliveriesOf(tx.query, row.id);
      await deleteSubscription(tx.query, row.id);
    }
    await audit.append(tx, {
      actor,
      agencyId: owner.agencyId,
      action: 'webhook.removed',
      outcome: 'success',
      subject: String(id),
      origin,
    });
  });
}
