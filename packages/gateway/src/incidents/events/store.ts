import type { Kysely, Selectable } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { EventType, IncidentEvent } from './types.ts';

function toEvent(row: Selectable<Schema['events']>): IncidentEvent {
  return {
    agencyId: row.agency_id,
    seq: row.seq,
    incidentId: row.incident_id,
    type: row.type as EventType,
    at: row.at,
    body: JSON.parse(row.body) as Record<string, unknown>,
  };
}

/** The agency's next number. Holds the agency's row until the transaction ends, so that numbers commit in order. */
export async function takeNextSeq(query: Kysely<Schema>, agencyId: string): Promise<number> {
  const { last_event_seq } = await query
    .updateTable('agencies')
    .set((eb) => ({ last_event_seq: eb('last_event_seq', '+', 1) }))
    .where('id', '=', agencyId)
    .returning('last_event_seq')
    .executeTakeFirstOrThrow();
  return last_event_seq;
}

export async function insertEvent(query: Kysely<Schema>, event: IncidentEvent): Promise<void> {
  await query
    .insertInto('events')
    .values({
      agency_id: event.agencyId,
      seq: event.seq,
      incident_id: event.incidentId,
      type: event.type,
      at: event.at,
      body: JSON.stringify(event.body),
    })
    .execute();
}

/** Up to `limit` events of the agency after `seq`, in order. */
export async function eventsAfter(
  query: Kysely<Schema>,
  agencyId: string,
  seq: number,
  limit: number,
): Promise<IncidentEvent[]> {
  const rows = await query
    .selectFrom('events')
    .selectAll()
    .where('agency_id', '=', agencyId)
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map(toEvent);
}

/** Up to `limit` events of the agency's incident, the newest, in order. */
export async function newestEventsOfIncident(
  query: Kysely<Schema>,
  agencyId: string,
  incidentId: string,
  limit: number,
): Promise<IncidentEvent[]> {
  const rows = await query
    .selectFrom('events')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .where('agency_id', '=', agencyId)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toEvent).reverse();
}
