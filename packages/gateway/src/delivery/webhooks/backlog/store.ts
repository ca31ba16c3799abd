import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../../database/schema.ts';

/** How far the webhooks of the installation are behind. */
export interface WebhookBacklog {
  readonly active: number;
  readonly paused: number;
  readonly disabled: number;
  /** Of the active ones, those whose last attempt failed. */
  readonly failing: number;
  /** When the longest failing one began to fail, in milliseconds; null where none does. */
  readonly failingSince: number | null;
  /** Deliveries that are to be tried, again or for the first time. */
  readonly pending: number;
  /** When the oldest of them was made, in milliseconds; null where there is none. */
  readonly oldestPendingAt: number | null;
  /** Events of the log after the places of the active ones. */
  readonly eventsBehind: number;
}

export async function webhookBacklog(query: Kysely<Schema>): Promise<WebhookBacklog> {
  const subscriptions = await query
    .selectFrom('webhook_subscriptions')
    .select((eb) => [
      'state',
      eb.fn.countAll<number>().as('count'),
      eb.fn.count<number>('failing_since').as('failing'),
      eb.fn.min('failing_since').as('since'),
    ])
    .groupBy('state')
    .execute();
  const deliveries = await query
    .selectFrom('webhook_deliveries')
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('created_at').as('oldest')])
    .where('state', '=', sql.lit('pending'))
    .executeTakeFirstOrThrow();
  const behind = await query
    .selectFrom('webhook_subscriptions as s')
    .innerJoin('agencies as a', 'a.id', 's.agency_id')
    .select(sql<number | null>`sum(a.last_event_seq - s.cursor_seq)`.as('events'))
    .where('s.state', '=', 'active')
    .executeTakeFirstOrThrow();
  const of = (state: string) => subscriptions.find((row) => row.state === state);
  return {
    active: Number(of('active')?.count ?? 0),
    paused: Number(of('paused')?.count ?? 0),
    disabled: Number(of('disabled')?.count ?? 0),
    failing: Number(of('active')?.failing ?? 0),
    failingSince: of('active')?.since ?? null,
    pending: Number(deliveries.count),
    oldestPendingAt: deliveries.oldest ?? null,
    eventsBehind: Number(behind.events ?? 0),
  };
}
