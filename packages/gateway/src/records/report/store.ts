import { type Expression, type Kysely, type RawBuilder, sql } from 'kysely';
import type { Engine } from '../../database/database.ts';
import type { Schema } from '../../database/schema.ts';
import type { AskedPart, DayPart } from './parts/days.ts';
import { member, whole } from './parts/store.ts';

const HOUR_MS = 3_600_000;

/** The hour of the day in which it came in, by the clocks of the part's zone. */
function hourOf(part: DayPart, createdAt: Expression<number>): RawBuilder<number> {
  return sql<number>`(((${createdAt} + ${sql.lit(part.offsetMs)}) / ${sql.lit(HOUR_MS)}) % 24)`;
}

/** What came in during the part; `incidents_newest` finds it. */
function received(query: Kysely<Schema>, { agencyId, part }: AskedPart) {
  return query
    .selectFrom('incidents')
    .where('incidents.agency_id', '=', agencyId)
    .where('incidents.created_at', '>=', part.from)
    .where('incidents.created_at', '<', part.until);
}

/** Calls and alerts by hour, type, source and whether they are tests. Types are as they are stored. */
export function countsQuery(query: Kysely<Schema>, asked: AskedPart) {
  return received(query, asked)
    .where('kind', 'in', ['call', 'alert'])
    .select((eb) => [
      hourOf(asked.part, eb.ref('created_at')).as('hour'),
      'kind',
      'is_test',
      'emergency_type',
      'supplied_by',
      eb.fn.countAll<number | string>().as('count'),
    ])
    .groupBy(['hour', 'kind', 'is_test', 'emergency_type', 'supplied_by']);
}

/** The alerts that were declined, by reason. */
export function declinesQuery(query: Kysely<Schema>, engine: Engine, asked: AskedPart) {
  return received(query, asked)
    .where('kind', '=', 'alert')
    .where('status', '=', 'DECLINED')
    .select((eb) => [
      member(engine, eb.ref('alert'), 'declineReason').as('reason'),
      'is_test',
      'emergency_type',
      eb.fn.countAll<number | string>().as('count'),
    ])
    .groupBy(['reason', 'is_test', 'emergency_type']);
}

/**
 * The alerts that were accepted or ran out of time, by hour, and of the accepted ones how many whole seconds it took from
 * the request of the dispatch or, where none was made, from their receipt. An alert that timed out twice counts once. The events
 * of each are found by `events_of_incident`.
 */
export function answersQuery(query: Kysely<Schema>, engine: Engine, asked: AskedPart) {
  const answered = received(query, asked)
    .where('kind', '=', 'alert')
    .innerJoin('events', 'events.incident_id', 'incidents.id')
    .where('events.type', '=', 'alert.status_changed')
    .select((eb) => {
      const requestedAt = member(engine, eb.ref('incidents.alert'), 'dispatchRequestedAt');
      return [
        'incidents.id',
        'incidents.is_test',
        'incidents.emergency_type',
        'incidents.created_at',
        hourOf(asked.part, eb.ref('incidents.created_at')).as('hour'),
        member(engine, eb.ref('events.body'), 'incident', 'status').as('status'),
        sql<number>`events.at - coalesce(cast(${requestedAt} as bigint), incidents.created_at)`.as('waited_ms'),
      ];
    })
    .as('answered');
  const seconds = sql<
    number | string | null
  >`CASE WHEN status = 'ACCEPTED' THEN (CASE WHEN waited_ms < 0 THEN 0 ELSE waited_ms + 500 END) / 1000 END`;
  return query
    .selectFrom(answered)
    .where('status', 'in', ['ACCEPTED', 'TIMEOUT'])
    .select(['hour', 'status', 'is_test', 'emergency_type', seconds.as('seconds')])
    .select((eb) => eb.fn.count<number | string>('id').distinct().as('count'))
    .groupBy(['hour', 'status', 'is_test', 'emergency_type', 'seconds']);
}

/** The three of one part, with every count a number. */
export async function figuresOfPart(query: Kysely<Schema>, engine: Engine, asked: AskedPart) {
  const counts = await countsQuery(query, asked).execute();
  const declines = await declinesQuery(query, engine, asked).execute();
  const answers = await answersQuery(query, engine, asked).execute();
  return {
    counts: counts.map((row) => ({ ...row, hour: whole(row.hour), count: whole(row.count) })),
    declines: declines.map((row) => ({ ...row, count: whole(row.count) })),
    answers: answers.map((row) => ({
      ...row,
      hour: whole(row.hour),
      count: whole(row.count),
      seconds: row.seconds === null ? null : whole(row.seconds),
    })),
  };
}

export type PartFigures = Awaited<ReturnType<typeof figuresOfPart>>;
