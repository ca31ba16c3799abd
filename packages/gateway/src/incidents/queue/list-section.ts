import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { refuseIfWaiting } from '../alerts/rules.ts';
import { findIncident } from '../incident/store.ts';
import type { ListedIncident } from '../incident/types.ts';
import { inArea } from './area.ts';
import { deleteDismissal, saveDismissal, sectionPage } from './store.ts';
import type { QueueFilter, QueuePlace, Section } from './types.ts';

/** An incident that is open, that nobody has and that nothing has happened to for so long is among the ended ones. */
export const FORGOTTEN_AFTER_MS = 24 * 3_600_000;

/** The place that an earlier page's `nextBefore` names. Refuses what is none (`invalid_request`). */
export function readPlace(before: string | undefined): QueuePlace | null {
  if (before === undefined) return null;
  const match = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(before);
  if (match === null) {
    throw refuse.invalidRequest({ description: 'before must be the next_before of an earlier page' });
  }
  return { listedAt: Number(match[1]), id: match[2] ?? '' };
}

/** Of an area as many are read at once, and at most, so that a place where little happens costs no more than any other. */
const READ_AT_ONCE = 500;
const READ_AT_MOST = 5_000;

/** The `nextBefore` of a page: null at the end. */
export function placeAfter(incidents: readonly ListedIncident[], limit: number): string | null {
  const last = incidents.length === limit ? incidents.at(-1) : undefined;
  return last === undefined ? null : `${last.listedAt}.${last.id}`;
}

/**
 * A page of one section of the agency's incidents, the newest first, as one person sees it: without what they dismissed. Sections are
 * paged apart, so that what has ended never pushes what is active off a page. A page of an area may have fewer incidents than `limit`, or
 * none, and go on. Refuses a `before` of no page (`invalid_request`).
 */
export async function listSection(
  { database, clock }: { database: Database; clock: Clock },
  asked: {
    agencyId: string;
    userId: string | null;
    section: Section;
    filter: QueueFilter;
    hidesTests: boolean;
    before: string | undefined;
    limit: number;
  },
): Promise<{ incidents: readonly ListedIncident[]; nextBefore: string | null }> {
  const before = readPlace(asked.before);
  const now = clock.now();
  const { limit } = asked;
  const page = { ...asked, now, changedSince: now - FORGOTTEN_AFTER_MS };
  const { area } = asked.filter;
  if (area === undefined) {
    const incidents = await sectionPage(database.read, page, { before, limit });
    return { incidents, nextBefore: placeAfter(incidents, limit) };
  }
  const isIn = await inArea({ database }, asked.agencyId, area);
  const found: ListedIncident[] = [];
  let place = before;
  for (let read = 0; read < READ_AT_MOST; read += READ_AT_ONCE) {
    const incidents = await sectionPage(database.read, page, { before: place, limit: READ_AT_ONCE });
    for (const incident of incidents) {
      if (!isIn(incident)) continue;
      found.push(incident);
      if (found.length === limit) return { incidents: found, nextBefore: placeAfter(found, limit) };
    }
    const last = incidents.at(-1);
    if (last === undefined || incidents.length < READ_AT_ONCE) return { incidents: found, nextBefore: null };
    place = { listedAt: last.listedAt, id: last.id };
  }
  return { incidents: found, nextBefore: place && `${place.listedAt}.${place.id}` };
}

interface Dismissal {
  readonly agencyId: string;
  readonly userId: string;
  readonly incidentId: string;
}

/**
 * Takes the incident out of the person's own lists until something further is signalled of it. Refuses one that is not the agency's
 * (`not_found`) and an alert that waits for an answer (`conflict`).
 */
export async function dismissIncident(
  { database, clock }: { database: Database; clock: Clock },
  { agencyId, userId, incidentId }: Dismissal,
): Promise<void> {
  const incident = await findIncident(database.read, agencyId, incidentId);
  const at = clock.now();
  if (incident === undefined) throw refuse.notFound({ description: 'No incident with this id' });
  refuseIfWaiting(incident, at);
  const dismissal = { agencyId, userId, incidentId, at: Math.max(at, incident.listedAt) };
  await database.write(({ query }) => saveDismissal(query, dismissal), { agencyId });
}

/** Puts the incident back into the person's own lists. Refuses one that is not the agency's (`not_found`). */
export async function undoDismissal(
  { database }: { database: Database },
  { agencyId, userId, incidentId }: Dismissal,
): Promise<void> {
  const incident = await findIncident(database.read, agencyId, incidentId);
  if (incident === undefined) throw refuse.notFound({ description: 'No incident with this id' });
  await database.write(({ query }) => deleteDismissal(query, userId, incidentId), { agencyId });
}
