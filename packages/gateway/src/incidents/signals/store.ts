import { type Kysely, sql } from 'kysely';
import type { Transaction } from '../../database/database.ts';
import type { Schema } from '../../database/schema.ts';
import { toIncident } from '../incident/store.ts';
import type { Incident } from '../incident/types.ts';
import type { SignalAnswer, SignalSource, StoredSignal } from './types.ts';

const ADVISORY_CLASS = 911_003;
/** More incidents than this one id of a sender's never has open at once. */
const NEWEST = 20;

/** An incident with one of its signals. What an earlier version stored has neither hash nor answer. */
export interface SignalledIncident {
  readonly incident: Incident;
  readonly contentHash: string | null;
  readonly answer: SignalAnswer | null;
}

/**
 * Lets signals that may be one and the same be stored one after the other, whichever agency each of them goes to: no
 * constraint of the database could see that two state the same. Locked until the transaction ends; taken before any row.
 * SQLite has one writer at a time anyway.
 */
export async function takeSignalTurn(
  { query }: Transaction,
  engine: 'sqlite' | 'postgres',
  clientId: string,
  key: string,
): Promise<void> {
  if (engine === 'sqlite') return;
  await sql`SELECT pg_advisory_xact_lock(${ADVISORY_CLASS}::int, hashtext(${`${clientId} ${key}`}))`.execute(query);
}

/** The newest signals of this source with their incidents, the newest first. */
export async function signalsOf(query: Kysely<Schema>, source: SignalSource): Promise<SignalledIncident[]> {
  const rows = await query
    .selectFrom('incident_signals as signal')
    .innerJoin('incidents', 'incidents.id', 'signal.incident_id')
    .selectAll('incidents')
    .select(['signal.said_hash as said_hash', 'signal.answer as answer'])
    .where('signal.client_id', '=', source.clientId)
    .where('signal.source_id', '=', source.sourceId)
    .where('signal.agency_id', 'in', source.agencyIds)
    .orderBy('signal.received_at', 'desc')
    .orderBy('signal.id', 'desc')
    .limit(NEWEST)
    .execute();
  return rows.map(({ said_hash, answer, ...row }) => ({
    incident: toIncident(row),
    contentHash: said_hash,
    answer: answer === null ? null : (JSON.parse(answer) as SignalAnswer),
  }));
}

/** Stores a signal with what it was answered. */
export async function insertSignal(query: Kysely<Schema>, signal: StoredSignal): Promise<void> {
  await query
    .insertInto('incident_signals')
    .values({
      id: signal.id,
      incident_id: signal.incidentId,
      client_id: signal.clientId,
      agency_id: signal.agencyId,
      source_id: signal.sourceId,
      said_hash: signal.contentHash,
      is_further: signal.isFurther ? 1 : 0,
      caller_phone: signal.callerPhone,
      answer: JSON.stringify(signal.answer),
      received_at: signal.receivedAt,
    })
    .execute();
}

/** Removes the signals of these incidents. */
export async function deleteSignalsOf(query: Kysely<Schema>, incidentIds: readonly string[]): Promise<void> {
  await query.deleteFrom('incident_signals').where('incident_id', 'in', incidentIds).execute();
}
