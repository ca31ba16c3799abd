import type { Audit } from '../../../audit/append-record.ts';
import type { Actor } from '../../../audit/types.ts';
import { lockMaker } from '../../../authorization/grants/lock-maker.ts';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Origin } from '../../../kernel/origin.ts';
import type { Seal } from '../../../kernel/seal.ts';
import { restartPending } from '../deliveries/store.ts';
import type { WebhookEncoders } from '../encoders/types.ts';
import {
  type GivenAuthentication,
  isOwnedOutright,
  makerOf,
  type Subscription,
  type SubscriptionOwner,
} from '../subscription/types.ts';
import { checkEndpoint, checkEventTypes, type EndpointPorts, sealAuthentication } from './check-settings.ts';
import { ownSubscription, ownSubscriptionRows } from './find-subscriptions.ts';
import { lockSubscription, updateSubscription } from './store.ts';

export interface SubscriptionEdit {
  readonly name?: string | undefined;
  readonly url?: string | undefined;
  readonly eventTypes?: readonly string[] | undefined;
  readonly authentication?: GivenAuthentication | undefined;
  /** False resumes a paused subscription and a disabled one, where it stood. */
  readonly isPaused?: boolean | undefined;
  /** True resumes one that was given up; what an administrator paused stays paused. */
  readonly resumesUnlessPaused?: boolean | undefined;
}

/**
 * Changes what is named and nothing else, atomically with its audit record; in force within half a second. Resuming lets
 * what waits be attempted at once, for three days anew. Refuses what `createSubscription` refuses, and an unknown
 * subscription (`not_found`).
 */
export async function editSubscription(
  ports: EndpointPorts & {
    database: Database;
    audit: Audit;
    clock: Clock;
    webhookSeal: Seal;
    webhookEncoders: WebhookEncoders;
  },
  request: { owner: SubscriptionOwner; id: string; edit: SubscriptionEdit; actor: Actor; origin: Origin },
): Promise<Subscription> {
  const { database, audit, clock, webhookEncoders } = ports;
  const { owner, edit, actor, origin } = request;
  const { id, dialect, state } = await ownSubscription(database.read, owner, request.id);
  const url = edit.url === undefined ? undefined : await checkEndpoint(ports, edit.url, 'url');
  const eventTypes = edit.eventTypes && checkEventTypes(webhookEncoders, dialect, edit.eventTypes);
  const authentication = edit.authentication && (await sealAuthentication(ports, id, edit.authentication));
  const isPaused = edit.resumesUnlessPaused === true && state !== 'paused' ? false : edit.isPaused;
  const editRow = (known: Subscription, now: number): Subscription => {
    const isResumed = isPaused === false && known.state !== 'active';
    return {
      ...known,
      name: edit.name ?? known.name,
      url: url ?? known.url,
      eventTypes: eventTypes ?? known.eventTypes,
      authentication: authentication ?? known.authentication,
      ...(isPaused === true && { state: 'paused' as const }),
      ...(isResumed && { state: 'active' as const, disabledReason: null }),
      // What ended with a person or a grant is, once resumed by its owner, that owner's own.
      ...(isResumed && known.disabledReason === 'ended' && isOwnedOutright(owner) && { userId: null, grantId: null }),
      health: { ...known.health, restingUntil: null, ...(isResumed && { failureCount: 0, failingSince: null }) },
      updatedAt: now,
    };
  };
  return database.write(async (tx) => {
    await lockMaker(ports, tx, makerOf(owner));
    await lockSubscription(tx.query, id);
    const rows = await ownSubscriptionRows(tx.query, owner, request.id);
    const now = clock.now();
    for (const known of rows) {
      const edited = editRow(known, now);
      await updateSubscription(tx.query, edited);
      const isResumed = edited.state === 'active' && known.state !== 'active';
      if (isResumed || url !== undefined) await restartPending(tx.query, known.id, now);
    }
    await audit.append(tx, {
      actor,
      agencyId: owner.agencyId,
      action: 'webhook.edited',
      outcome: 'success',
      subject: String(id),
      origin,
      detail: {
        ...(edit.name !== undefined && { name: edit.name }),
        ...(url !== undefined && { host: new URL(url).host }),
        ...(eventTypes !== undefined && { event_types: eventTypes }),
        ...(authentication !== undefined && { authentication: authentication.kind }),
        ...(isPaused !== undefined && { is_paused: isPaused }),
      },
    });
    tx.onCommit(() => database.notifier.notify('events'));
    return editRow(rows[0], now);
  });
}
