import type { Database } from '../../database/database.ts';
import { readCadSide } from '../cad/read-cad-incidents.ts';
import { type ClosedCards, closedCardsOf } from '../cards/sensitive-cards.ts';
import { readHistory } from '../events/read-history.ts';
import type { IncidentEvent } from '../events/types.ts';
import type { CadIncident } from '../incident/cad-incident.ts';
import { readIncident } from '../incident/read-incident.ts';
import type { Incident } from '../incident/types.ts';

/** An incident with what happened to it, in the order of the log, what each CAD wrote while it waited for it included. */
export interface WholeIncident {
  readonly incident: Incident;
  readonly history: readonly IncidentEvent[];
  readonly cadIncidents: readonly CadIncident[];
  readonly closedCards: ClosedCards;
}

/** The incident with everything that was added to it: the newest 500 events of it and of each of its CAD incidents. */
export async function wholeOf({ database }: { database: Database }, incident: Incident): Promise<WholeIncident> {
  const { agencyId, id } = incident;
  const { cadIncidents, earlierNotes } = await readCadSide({ database }, agencyId, id);
  const history = [...earlierNotes, ...(await readHistory({ database }, agencyId, id))];
  const closedCards = await closedCardsOf({ database }, incident);
  return { incident, history: history.sort((left, right) => left.seq - right.seq), cadIncidents, closedCards };
}

/** The agency's incident with its own newest 500 events, in order. Refuses with `not_found`. */
export async function readWithHistory(
  { database }: { database: Database },
  agencyId: string,
  id: string,
): Promise<{ incident: Incident; history: readonly IncidentEvent[] }> {
  const incident = await readIncident({ database }, agencyId, id);
  return { incident, history: await readHistory({ database }, agencyId, incident.id) };
}
