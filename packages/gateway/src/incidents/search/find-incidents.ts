import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { findIncident } from '../incident/store.ts';
import type { Incident, ListedIncident } from '../incident/types.ts';
import { placeAfter, readPlace } from '../queue/list-section.ts';
import { callerNumberOf, type IdForm, type IncidentQuery, readIncidentQuery } from './incident-query.ts';
import {
  incidentsByPhone,
  incidentsBySource,
  newestIncidents,
  openAlerts,
  openAssailants,
  waitingAlerts,
} from './store.ts';

const FOUND_AT_MOST = 50;
/** An open active assailant alert that nobody changed for so long stands among the others again. */
const STANDS_FIRST_FOR_MS = 24 * 3_600_000;
/** So long after it came in, an alert is among those that a seat may ring for. */
const RINGS_FOR_MS = 3_600_000;

/** The agency's incidents a query names, newest first, at most 50; none is an empty list, also for another agency's. */
export async function findIncidents(
  { database }: { database: Database },
  agencyId: string,
  query: IncidentQuery,
): Promise<readonly Incident[]> {
  if (query.kind === 'phone') return incidentsByPhone(database.read, agencyId, query.value, FOUND_AT_MOST);
  const incident = await findIncident(database.read, agencyId, query.value);
  return incident === undefined ? [] : [incident];
}

/**
 * The incidents of the agency's caller, newest first, at most 50; also of one whose number was kept as it was given. `name` is
 * what a refusal of an unreadable number calls it (`invalid_request`).
 */
export async function findByCaller(
  { database }: { database: Database },
  agencyId: string,
  given: string,
  name: string,
): Promise<readonly Incident[]> {
  const value = await callerNumberOf({ database }, agencyId, given, name);
  return incidentsByPhone(database.read, agencyId, value, FOUND_AT_MOST);
}

/** The agency's incidents that partners know by this id of their own, newest first, at most 50. */
export function findBySource(
  { database }: { database: Database },
  agencyId: string,
  sourceId: string,
): Promise<readonly Incident[]> {
  return incidentsBySource(database.read, agencyId, sourceId, FOUND_AT_MOST);
}

/**
 * The agency's incidents by one key: a caller's number, an alert's id or the partner's own id, newest first, at most 50. Refuses what
 * cannot be read (`invalid_request`), and where there is none (`not_found`).
 */
export async function findByKey(
  ports: { database: Database },
  agencyId: string,
  asked: { key: 'caller_id' | 'alert_id' | 'source_id'; value: string; ids: IdForm },
): Promise<readonly Incident[]> {
  const found = await incidentsOfKey(ports, agencyId, asked);
  if (found.length === 0) throw refuse.notFound({ description: 'No additional data is known for this' });
  return found;
}

async function incidentsOfKey(
  ports: { database: Database },
  agencyId: string,
  { key, value, ids }: Parameters<typeof findByKey>[2],
): Promise<readonly Incident[]> {
  if (key === 'source_id') return incidentsBySource(ports.database.read, agencyId, value, FOUND_AT_MOST);
  if (key === 'caller_id') return findByCaller(ports, agencyId, value, key);
  const query = readIncidentQuery(value, ids);
  if (query.kind === 'phone') throw refuse.invalidRequest({ description: 'alert_id is not the id of an alert' });
  return findIncidents(ports, agencyId, query);
}

/** A page of the agency's incidents, those first that came in or were signalled last, with or without alerts of a test type. `before` is a `nextBefore` of an earlier page; null at the end. */
export async function listIncidents(
  { database }: { database: Database },
  agencyId: string,
  page: { before: string | undefined; limit: number; hidesTests?: boolean },
): Promise<{ incidents: readonly ListedIncident[]; nextBefore: string | null }> {
  const incidents = await newestIncidents(database.read, agencyId, readPlace(page.before), page);
  return { incidents, nextBefore: placeAfter(incidents, page.limit) };
}

/** The agency's alerts that wait for its answer, however old, the nearest deadline first. */
export function listWaitingAlerts(
  { database, clock }: { database: Database; clock: Clock },
  agencyId: string,
  page: { limit: number; hidesTests: boolean },
): Promise<readonly ListedIncident[]> {
  return waitingAlerts(database.read, agencyId, clock.now(), page);
}

/**
 * The agency's active assailant alerts that are neither refused, canceled, cleared nor closed and were changed within a
 * day, the newest first; one that timed out unanswered is among them.
 */
export function listOpenAssailants(
  { database, clock }: { database: Database; clock: Clock },
  agencyId: string,
  page: { limit: number; hidesTests: boolean },
): Promise<readonly ListedIncident[]> {
  return openAssailants(database.read, agencyId, clock.now() - STANDS_FIRST_FOR_MS, page);
}

/** The agency's alerts that wait for its answer, however old, and those that are open and came within an hour. */
export async function listOpenAlerts(
  ports: { database: Database; clock: Clock },
  agencyId: string,
  page: { limit: number; hidesTests: boolean },
): Promise<readonly ListedIncident[]> {
  const since = ports.clock.now() - RINGS_FOR_MS;
  const [waiting, recent] = await Promise.all([
    listWaitingAlerts(ports, agencyId, page),
    openAlerts(ports.database.read, agencyId, since, page),
  ]);
  const listed = new Map([...waiting, ...recent].map((alert) => [alert.id, alert]));
  return [...listed.values()].slice(0, page.limit);
}
