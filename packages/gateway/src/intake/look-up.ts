import { actorOf, type Principal } from '../authorization/principals/principal.ts';
import type { Database } from '../database/database.ts';
import { readIncident } from '../incidents/incident/read-incident.ts';
import type { Incident } from '../incidents/incident/types.ts';
import { type StatedLocation, statedLocations } from '../incidents/locations/stated-locations.ts';
import { readMedia, type StoredMedia } from '../incidents/media/read-media.ts';
import { findIncidents } from '../incidents/search/find-incidents.ts';
import { findIncidentQuery, type IdForm, type IncidentQuery } from '../incidents/search/incident-query.ts';
import { type WholeIncident, wholeOf } from '../incidents/search/read-whole.ts';
import type { LookupRecorder } from '../incidents/search/record-lookup.ts';
import { type FoundIncident, findByText } from '../incidents/text-search/find-by-text.ts';
import { readTerms } from '../incidents/text-search/search-terms.ts';
import type { Origin } from '../kernel/origin.ts';

interface Ports {
  readonly database: Database;
  readonly lookups: LookupRecorder;
}

/** Who looks something up, in which agency. */
interface Asking {
  readonly principal: Principal;
  readonly agencyId: string;
  readonly origin: Origin;
}

/** Who saw what is recorded for people; a program's reads are its client's, whose tokens are recorded. */
async function record({ lookups }: Ports, { principal, agencyId, origin }: Asking, subject: string): Promise<void> {
  if (principal.user === null) return;
  await lookups.record({ actor: actorOf(principal), agencyId, subject, origin });
}

/**
 * The agency's incidents that a text finds, newest first, at most 50; `wholeOf` reads one of them with everything that was added
 * to it. That a person looked is recorded before. Refuses what is no query (`invalid_request`).
 */
export async function searchIncidents(
  ports: Ports,
  asking: Asking & { readonly query: string; readonly ids: IdForm },
): Promise<{
  query: IncidentQuery;
  incidents: readonly Incident[];
  wholeOf: (incident: Incident) => Promise<WholeIncident>;
}> {
  const query = await findIncidentQuery(ports, asking.agencyId, asking.query, asking.ids);
  await record(ports, asking, query.value);
  const incidents = await findIncidents(ports, asking.agencyId, query);
  return { query, incidents, wholeOf: (incident) => wholeOf(ports, incident) };
}

/**
 * As `findByText`; what a person looked for is recorded before it is answered, while the texts are read. A search that fails
 * (`unavailable`) is recorded all the same, which may be after its refusal.
 */
export async function findForReader(
  ports: Ports,
  asking: Asking & { readonly text: string; readonly limit: number },
): Promise<readonly FoundIncident[]> {
  const { agencyId, text, limit } = asking;
  // What is refused is not recorded.
  readTerms(text);
  const [found] = await Promise.all([findByText(ports, agencyId, { text, limit }), record(ports, asking, text.trim())]);
  return found;
}

/** The agency's incident with everything that was added to it; that a person looked is recorded before. Refuses with `not_found`. */
export async function lookUpIncident(
  ports: Ports,
  asking: Asking & { readonly incidentId: string },
): Promise<WholeIncident> {
  const incident = await readIncident(ports, asking.agencyId, asking.incidentId);
  await record(ports, asking, incident.id);
  return wholeOf(ports, incident);
}

/** Where the agency's incident was stated to be; that a person looked is recorded before. Refuses with `not_found`. */
export async function lookUpLocations(
  ports: Ports,
  asking: Asking & { readonly incidentId: string },
): Promise<readonly StatedLocation[]> {
  return statedLocations(ports, await lookUpIncident(ports, asking));
}

/** An uploaded file of the agency's incident; that a person looked is recorded before. Refuses with `not_found`. */
export async function lookUpMedia(
  ports: Ports,
  asking: Asking & { readonly incidentId: string; readonly mediaId: string },
): Promise<StoredMedia> {
  const { agencyId, incidentId, mediaId } = asking;
  const found = await readMedia(ports, { agencyId, incidentId, id: mediaId });
  await record(ports, asking, incidentId);
  return found;
}
