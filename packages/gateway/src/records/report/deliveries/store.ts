import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../../database/schema.ts';
import type { AskedPart } from '../parts/days.ts';
import { whole } from '../parts/store.ts';

/**
 * The deliveries of the agency's own webhooks by how they ended and, of those that arrived, how many tenths of a second after their
 * event. Tests and what a sender's webhooks were sent are left out; `webhook_deliveries_of_subscription` finds the rest.
 */
export function deliveriesQuery(query: Kysely<Schema>, { agencyId, part }: AskedPart) {
  const waitedMs = sql`coalesce(d.finished_at, d.created_at) - coalesce(events.at, d.created_at)`;
  return query
    .selectFrom('webhook_subscriptions as s')
    .innerJoin('webhook_deliveries as d', 'd.subscription_id', 's.id')
    .leftJoin('events', (join) => join.onRef('events.agency_id', '=', 's.agency_id').onRef('events.seq', '=', 'd.seq'))
    .where('s.agency_id', '=', agencyId)
    .where('s.group_id', 'is', null)
    .where('d.seq', 'is not', null)
    .where('d.created_at', '>=', part.from)
    .where('d.created_at', '<', part.until)
    .select((eb) => [
      'd.subscription_id',
      'd.state',
      sql<number | string | null>`CASE WHEN d.state = 'delivered'
        THEN (CASE WHEN ${waitedMs} < 0 THEN 0 ELSE ${waitedMs} + 50 END) / 100 END`.as('tenths'),
      eb.fn.countAll<number | string>().as('count'),
    ])
    .groupBy(['d.subscription_id', 'd.state', 'tenths']);
}

/** Those of one part, with every count a number. */
export async function deliveriesOfPart(query: Kysely<Schema>, asked: AskedPart) {
  const rows = await deliveriesQuery(query, asked).execute();
  return rows.map(({ subscription_id, state, tenths, count }) => ({
    subscriptionId: whole(subscription_id),
    state,
    tenths: tenths === null ? null : whole(tenths),
    count: whole(count),
  }));
}

export type PartDeliveries = Awaited<ReturnType<typeof deliveriesOfPart>>;

/** The agency's own webhooks by name, also those to which nothing was delivered. */
export async function ownWebhooks(query: Kysely<Schema>, agencyId: string): Promise<{ id: number; name: string }[]> {
  const rows = await query
    .selectFrom('webhook_subscriptions')
    .select(['id', 'name'])
    .where('agency_id', '=', agencyId)
    .where('group_id', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map(({ id, name }) => ({ id: whole(id), name }));
}
