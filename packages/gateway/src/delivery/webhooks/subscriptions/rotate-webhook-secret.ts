import type { Audit } from '../../../audit/append-record.ts';
import type { Actor } from '../../../audit/types.ts';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Origin } from '../../../kernel/origin.ts';
import type { Random } from '../../../kernel/random.ts';
import { type Seal, secretPurpose } from '../../../kernel/seal.ts';
import type { Secret } from '../../../kernel/secrets.ts';
import { newWebhookSecret } from '../secrets/sign-message.ts';
import type { Subscription, SubscriptionOwner } from '../subscription/types.ts';
import { ownSubscription, ownSubscriptionRows } from './find-subscriptions.ts';
import { lockSubscription, updateSubscription } from './store.ts';

const HOUR_MS = 3_600_000;

/**
 * Gives the subscription a new signing secret, of which this answer is the only readable copy. The one before signs
 * beside it for `overlapHours`; one before that is void at once.
 */
export async function rotateWebhookSecret(
  {
    database,
    audit,
    clock,
    random,
    webhookSeal,
  }: { database: Database; audit: Audit; clock: Clock; random: Random; webhookSeal: Seal },
  request: { owner: SubscriptionOwner; id: string; overlapHours: number; actor: Actor; origin: Origin },
): Promise<{ subscription: Subscription; secret: Secret }> {
  const { owner, overlapHours, actor, origin } = request;
  const { id } = await ownSubscription(database.read, owner, request.id);
  const secret = newWebhookSecret(random);
  const sealed = webhookSeal.seal(secret.reveal(), secretPurpose(id));
  const subscription = await database.write(async (tx) => {
    await lockSubscription(tx.query, id);
    const rows = await ownSubscriptionRows(tx.query, owner, request.id);
    const now = clock.now();
    const rotate = (known: Subscription): Subscription => ({
      ...known,
      secret: sealed,
      previousSecret: known.secret,
      previousSecretExpiresAt: now + overlapHours * HOUR_MS,
      updatedAt: now,
    });
    for (const known of rows) await updateSubscription(tx.query, rotate(known));
    await audit.append(tx, {
      actor,
      agencyId: owner.agencyId,
      action: 'webhook.secret_rotated',
      outcome: 'success',
      subject: String(id),
      origin,
      detail: { overlap_hours: overlapHours },
    });
    // Whoever delivers now signs with it from the next attempt on.
    tx.onCommit(() => database.notifier.notify('events'));
    return rotate(rows[0]);
  });
  return { subscription, secret };
}
