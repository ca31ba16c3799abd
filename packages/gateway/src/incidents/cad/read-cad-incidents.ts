import type { Database } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { cadIncidentsOf, findCadIncident, type PartnerId } from '../cad-links/store.ts';
import { isOfType } from '../events/by-type.ts';
import { newestEventsOfIncident } from '../events/store.ts';
import type { IncidentEvent } from '../events/types.ts';
import type { CadIncident } from '../incident/cad-incident.ts';

const REMEMBERED = 500;

interface Reading {
  readonly database: Database;
}

/** The CAD's incident under its own id. Refuses with `not_found`, in the same words for another CAD's. */
export async function readCadIncident({ database }: Reading, id: PartnerId): Promise<CadIncident> {
  const cad = await findCadIncident(database.read, id);
  if (cad === undefined) {
    throw refuse.notFound({ description: 'No CAD incident with this id; POST /v2/find_incident makes one' });
  }
  return cad;
}

/**
 * The CAD incidents of an agency's incident, and the notes each CAD gave while it waited for the call: the newest 500 of
 * each, in the order of the log.
 */
export async function readCadSide(
  { database }: Reading,
  agencyId: string,
  incidentId: string,
): Promise<{ cadIncidents: readonly CadIncident[]; earlierNotes: readonly IncidentEvent<'note.added'>[] }> {
  const cadIncidents = await cadIncidentsOf(database.read, agencyId, incidentId);
  const earlier = await Promise.all(
    cadIncidents
      .filter(({ id }) => id !== incidentId)
      .map(({ id }) => newestEventsOfIncident(database.read, agencyId, id, REMEMBERED)),
  );
  return { cadIncidents, earlierNotes: earlier.flat().filter(isOfType('note.added')) };
}

/** The id that the CAD gave the agency's incident; null where no CAD has linked it. */
export async function cadPartnerIdOf(
  { database }: Reading,
  agencyId: string,
  incidentId: string,
): Promise<string | null> {
  const [cad] = await cadIncidentsOf(database.read, agencyId, incidentId);
  return cad?.partnerIncidentId ?? null;
}
