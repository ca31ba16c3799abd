import { type Kysely, sql } from 'kysely';
import { isFreeFor } from '../../../database/processes/store.ts';
import type { Schema } from '../../../database/schema.ts';
import { toSubscription } from '../subscription/stored-subscription.ts';
import {
  type DisabledReason,
  type Health,
  knownId,
  type Subscription,
  type SubscriptionOwner,
} from '../subscription/types.ts';

/** False when the id or its place in a group is taken, and nothing written. Its health is written as new. */
export async function insertSubscription(query: Kysely<Schema>, subscription: Subscription): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await query
    .insertInto('webhook_subscriptions')
    .values({
      id: subscription.id,
      agency_id: subscription.agencyId,
      client_id: subscription.clientId,
      name: subscription.name,
      url: subscription.url,
      dialect: subscription.dialect,
      event_types: JSON.stringify(subscription.eventTypes),
      authentication: JSON.stringify(subscription.authentication),
      secret: subscription.secret,
      previous_secret: subscription.previousSecret,
      previous_secret_expires_at: subscription.previousSecretExpiresAt,
      state: subscription.state,
      disabled_reason: subscription.disabledReason,
      cursor_seq: subscription.cursorSeq,
      failure_count: 0,
      failing_since: null,
      resting_until: null,
      last_success_at: null,
      lease_owner: null,
      lease_expires_at: null,
      created_at: subscription.createdAt,
      updated_at: subscription.updatedAt,
      group_id: subscription.groupId,
      user_id: subscription.userId,
      grant_id: subscription.grantId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

function ofOwner(query: Kysely<Schema>, { agencyId, clientId, userId, grantId }: SubscriptionOwner) {
  let found = query.selectFrom('webhook_subscriptions').selectAll();
  if (clientId !== null) found = found.where('client_id', '=', clientId);
  if (userId !== undefined) found = found.where('user_id', '=', userId);
  if (grantId !== undefined) found = found.where('grant_id', '=', grantId);
  return agencyId === null
    ? found.where('group_id', 'is not', null)
    : found.where('agency_id', '=', agencyId).where('group_id', 'is', null);
}

/** The rows of the owner's subscription of that id, the one of that id first; another one's and none are both nothing. */
export async function findSubscriptionRows(
  query: Kysely<Schema>,
  owner: SubscriptionOwner,
  id: number,
): Promise<Subscription[]> {
  const rows = await ofOwner(query, owner)
    .where((eb) => eb.or([eb('id', '=', id), eb('group_id', '=', id)]))
    .execute();
  const found = rows.map(toSubscription).filter((subscription) => knownId(subscription) === id);
  return found.toSorted((left, right) => Number(right.id === id) - Number(left.id === id));
}

/** The owner's subscriptions, the oldest first; of several rows of one the first. */
export async function subscriptionsOf(query: Kysely<Schema>, owner: SubscriptionOwner): Promise<Subscription[]> {
  const rows = await ofOwner(query, owner).orderBy('created_at').orderBy('id').execute();
  return rows.map(toSubscription).filter((subscription) => knownId(subscription) === subscription.id);
}

/** The agencies each central station's subscription has a row for. */
export async function groupedAgencies(
  query: Kysely<Schema>,
): Promise<Map<{ groupId: number; clientId: string }, readonly string[]>> {
  const rows = await query
    .selectFrom('webhook_subscriptions')
    .select(['group_id', 'client_id', 'agency_id'])
    .where('group_id', 'is not', null)
    .execute();
  const groups = [...Map.groupBy(rows, ({ group_id }) => group_id ?? 0)];
  return new Map(
    groups.map(([groupId, of]) => [
      { groupId, clientId: of[0]?.client_id ?? '' },
      of.map(({ agency_id }) => agency_id),
    ]),
  );
}

/** One row by its own id, whoever owns it. */
export async function subscriptionRow(query: Kysely<Schema>, id: number): Promise<Subscription | undefined> {
  const row = await query.selectFrom('webhook_subscriptions').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toSubscription(row);
}

/** Makes other writers of the subscription of that id wait until this transaction ends: whoever writes a row holds the first. */
export async function lockSubscription(query: Kysely<Schema>, id: number): Promise<void> {
  await query
    .updateTable('webhook_subscriptions')
    .set((eb) => ({ updated_at: eb.ref('updated_at') }))
    .where('id', '=', id)
    .execute();
}

/** Writes what its owner may change. Changing it also ends a rest, so that a mended endpoint is tried at once. */
export async function updateSubscription(query: Kysely<Schema>, subscription: Subscription): Promise<void> {
  await query
    .updateTable('webhook_subscriptions')
    .set({
      user_id: subscription.userId,
      grant_id: subscription.grantId,
      name: subscription.name,
      url: subscription.url,
      event_types: JSON.stringify(subscription.eventTypes),
      authentication: JSON.stringify(subscription.authentication),
      secret: subscription.secret,
      previous_secret: subscription.previousSecret,
      previous_secret_expires_at: subscription.previousSecretExpiresAt,
      state: subscription.state,
      disabled_reason: subscription.disabledReason,
      failing_since: subscription.health.failingSince,
      failure_count: subscription.health.failureCount,
      resting_until: null,
      updated_at: subscription.updatedAt,
    })
    .where('id', '=', subscription.id)
    .execute();
}

/** Removes the subscription, whose deliveries are removed before. */
export async function deleteSubscription(query: Kysely<Schema>, id: number): Promise<void> {
  await query.deleteFrom('webhook_subscriptions').where('id', '=', id).execute();
}

/**
 * Stores how the endpoint does, if anything was sent, and moves the subscription's place in the log forward, never back. False, and
 * nothing written, where the process has the lease no more.
 */
export async function saveProgress(
  query: Kysely<Schema>,
  id: number,
  progress: { owner: string; cursorSeq: number; health: Health | null },
): Promise<boolean> {
  const { owner, cursorSeq, health } = progress;
  const { numUpdatedRows } = await query
    .updateTable('webhook_subscriptions')
    .set({
      cursor_seq: sql`CASE WHEN cursor_seq < ${cursorSeq} THEN ${cursorSeq} ELSE cursor_seq END`,
      ...(health !== null && {
        failure_count: health.failureCount,
        failing_since: health.failingSince,
        resting_until: health.restingUntil,
        last_success_at: health.lastSuccessAt,
      }),
    })
    .where('id', '=', id)
    .where('lease_owner', '=', owner)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** False where it was not active any more: it is disabled, and notified of, once. */
export async function disableSubscription(
  query: Kysely<Schema>,
  id: number,
  disabling: { reason: DisabledReason; at: number },
): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('webhook_subscriptions')
    .set({ state: 'disabled', disabled_reason: disabling.reason, updated_at: disabling.at })
    .where('id', '=', id)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/**
 * Ends those that were made by the person's tokens, or under the grant: nothing further is sent, and whoever owns them
 * outright may resume them as their own.
 */
export async function endSubscriptionsOf(
  query: Kysely<Schema>,
  made: { userId: string } | { grantId: string },
  at: number,
): Promise<void> {
  const [column, id] = 'userId' in made ? (['user_id', made.userId] as const) : (['grant_id', made.grantId] as const);
  await query
    .updateTable('webhook_subscriptions')
    .set({ state: 'disabled', disabled_reason: 'ended', updated_at: at })
    .where(column, '=', id)
    .where('state', 'in', ['active', 'paused'])
    .execute();
}

/** Takes the subscription for one process, and nothing where another one that lives has it: one conditional update. */
export async function takeLease(query: Kysely<Schema>, id: number, owner: string): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('webhook_subscriptions')
    .set({ lease_owner: owner, lease_expires_at: null })
    .where('id', '=', id)
    .where(isFreeFor(owner, 'webhook_subscriptions.lease_owner'))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Gives back everything this process has, so that another one goes on at once. */
export async function releaseLeases(query: Kysely<Schema>, owner: string): Promise<void> {
  await query
    .updateTable('webhook_subscriptions')
    .set({ lease_owner: null, lease_expires_at: null })
    .where('lease_owner', '=', owner)
    .execute();
}

const PLAIN = '%plain:%';

/** Every subscription of which a secret is stored as it is. */
export async function subscriptionsWithPlainSecrets(query: Kysely<Schema>): Promise<Subscription[]> {
  const rows = await query
    .selectFrom('webhook_subscriptions')
    .selectAll()
    .where((eb) =>
      eb.or([eb('secret', 'like', PLAIN), eb('previous_secret', 'like', PLAIN), eb('authentication', 'like', PLAIN)]),
    )
    .execute();
  return rows.map(toSubscription);
}

/** Puts sealed secrets in the place of those, unless one was changed meanwhile. */
export async function replaceSecrets(
  query: Kysely<Schema>,
  before: Subscription,
  sealed: Pick<Subscription, 'secret' | 'previousSecret' | 'authentication'>,
): Promise<void> {
  await query
    .updateTable('webhook_subscriptions')
    .set({
      secret: sealed.secret,
      previous_secret: sealed.previousSecret,
      authentication: JSON.stringify(sealed.authentication),
    })
    .where('id', '=', before.id)
    .where('secret', '=', before.secret)
    .where('authentication', '=', JSON.stringify(before.authentication))
    .execute();
}

/** Ends those that were made under a grant, and gives back the leases of all. How many go on. */
export async function resumeAfterRestore(query: Kysely<Schema>, at: number): Promise<number> {
  await query
    .updateTable('webhook_subscriptions')
    .set({ state: 'disabled', disabled_reason: 'ended', updated_at: at })
    .where('grant_id', 'is not', null)
    .where('state', 'in', ['active', 'paused'])
    .execute();
  await query.updateTable('webhook_subscriptions').set({ lease_owner: null }).execute();
  const { active } = await query
    .selectFrom('webhook_subscriptions')
    .select((eb) => eb.fn.countAll<number | string>().as('active'))
    .where('state', '=', 'active')
    .executeTakeFirstOrThrow();
  return Number(active);
}
