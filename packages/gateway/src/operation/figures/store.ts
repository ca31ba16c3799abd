import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../database/schema.ts';

/** What the installation holds, counted by indexes or in tables of few rows. Instants are in milliseconds. */
export interface Counts {
  readonly agencies: number;
  readonly disabledAgencies: number;
  readonly people: number;
  readonly signedIn: number;
  readonly clients: number;
  readonly disabledClients: number;
  readonly incidentsOfLastDay: number;
  readonly eventsLogged: number;
  readonly applicationsUnderReview: number;
  /** When the application was sent in that waits longest; null where none does. */
  readonly oldestSubmittedAt: number | null;
}

const DAY_MS = 86_400_000;

export async function readCounts(query: Kysely<Schema>, now: number): Promise<Counts> {
  const agencies = await query
    .selectFrom('agencies')
    .select(({ fn }) => [
      fn.countAll<number>().as('count'),
      fn.count<number>('disabled_at').as('disabled'),
      fn.sum<number | null>('last_event_seq').as('events'),
    ])
    .executeTakeFirstOrThrow();
  const people = await query
    .selectFrom('users')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('disabled_at', 'is', null)
    .executeTakeFirstOrThrow();
  const sessions = await query
    .selectFrom('portal_sessions')
    .select(({ fn }) => fn.count<number>('user_id').distinct().as('people'))
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow();
  const clients = await query
    .selectFrom('clients')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.count<number>('disabled_at').as('disabled')])
    .executeTakeFirstOrThrow();
  const incidents = await query
    .selectFrom('agencies as a')
    .innerJoin('incidents as i', 'i.agency_id', 'a.id')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('i.created_at', '>', now - DAY_MS)
    .executeTakeFirstOrThrow();
  const review = await query
    .selectFrom('registrations')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('updated_at').as('oldest')])
    .where('state', '=', 'submitted')
    .executeTakeFirstOrThrow();
  return {
    agencies: Number(agencies.count),
    disabledAgencies: Number(agencies.disabled),
    people: Number(people.count),
    signedIn: Number(sessions.people),
    clients: Number(clients.count),
    disabledClients: Number(clients.disabled),
    incidentsOfLastDay: Number(incidents.count),
    eventsLogged: Number(agencies.events ?? 0),
    applicationsUnderReview: Number(review.count),
    oldestSubmittedAt: review.oldest ?? null,
  };
}

/** A webhook that somebody should look at. */
export interface LateWebhook {
  readonly id: number;
  readonly name: string;
  readonly agencyId: string;
  readonly agencyName: string;
  readonly state: string;
  readonly failingSince: number | null;
  /** Events of the log that no delivery was made of yet. */
  readonly eventsBehind: number;
  /** Deliveries that are still to be tried. */
  readonly pending: number;
}

/** More of them than a busy log is ahead for a moment. */
const BEHIND_EVENTS = 100;
const LISTED_AT_MOST = 100;

/** The webhooks that fail, are disabled, or are behind the log by more than a hundred events: those that fail longest first. */
export async function lateWebhooks(query: Kysely<Schema>): Promise<LateWebhook[]> {
  const behind = sql<number>`a.last_event_seq - s.cursor_seq`;
  const rows = await query
    .selectFrom('webhook_subscriptions as s')
    .innerJoin('agencies as a', 'a.id', 's.agency_id')
    .select((eb) => [
      's.id',
      's.name',
      's.agency_id',
      'a.name as agency_name',
      's.state',
      's.failing_since',
      behind.as('events_behind'),
      eb
        .selectFrom('webhook_deliveries as d')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('d.subscription_id', '=', 's.id')
        .where('d.state', '=', sql.lit('pending'))
        .as('pending'),
    ])
    .where((eb) =>
      eb.or([
        eb('s.state', '=', 'disabled'),
        eb.and([
          eb('s.state', '=', 'active'),
          eb.or([eb('s.failing_since', 'is not', null), eb(behind, '>', BEHIND_EVENTS)]),
        ]),
      ]),
    )
    .orderBy((eb) => eb.case().when('s.failing_since', 'is', null).then(1).else(0).end())
    .orderBy('s.failing_since')
    .orderBy('s.state')
    .orderBy('s.id')
    .limit(LISTED_AT_MOST)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    agencyId: row.agency_id,
    agencyName: row.agency_name,
    state: row.state,
    failingSince: row.failing_since,
    eventsBehind: row.state === 'active' ? Math.max(0, Number(row.events_behind)) : 0,
    pending: Number(row.pending ?? 0),
  }));
}
