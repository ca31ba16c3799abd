import { readAgencyNumber } from '../../agencies/find-agencies.ts';
import type { Database } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { type Device, namedDevices, readDevice } from '../devices/read-devices.ts';
import { isOfType } from '../events/by-type.ts';
import { readHistory } from '../events/read-history.ts';
import type { IncidentEvent } from '../events/types.ts';
import type { Incident } from '../incident/types.ts';
import { findByNumber, numberOfIncident, numbersSince } from './store.ts';

const LISTED_AT_MOST = 10_000;

/** The numbers of the agency's incidents since that instant, newest first, at most 10,000. */
export function listNumbers(
  { database }: { database: Database },
  agencyId: string,
  since: number,
): Promise<readonly number[]> {
  return numbersSince(database.read, agencyId, since, LISTED_AT_MOST);
}

/**
 * As `listNumbers`, of a unit: an agency without page groups alerts each of its units about everything. Refuses a unit the
 * agency does not have (`not_found`).
 */
export async function listNumbersOfDevice(
  ports: { database: Database },
  agencyId: string,
  asked: { device: number; since: number },
): Promise<readonly number[]> {
  await readDevice(ports, agencyId, asked.device);
  return listNumbers(ports, agencyId, asked.since);
}

/** An incident with what readers by number show beside it. */
export interface NumberedIncident {
  readonly incident: Incident;
  readonly agencyNumber: number;
  /** The newest 500 events, in order. */
  readonly history: readonly IncidentEvent[];
  /** The units that responded, as far as they are devices. */
  readonly devices: readonly Device[];
}

/** The agency's incident of this number. Refuses with `not_found`, in the same words for another agency's. */
export async function readNumbered(
  { database }: { database: Database },
  agencyId: string,
  number: number,
): Promise<NumberedIncident> {
  const incident = await findByNumber(database.read, agencyId, number);
  if (incident === undefined) throw refuse.notFound({ description: 'No alert with this id' });
  const history = await readHistory({ database }, agencyId, incident.id);
  const units = history.filter(isOfType('response.updated')).map(({ body }) => body.response.unit);
  return {
    incident,
    agencyNumber: await readAgencyNumber({ database }, agencyId),
    history,
    devices: await namedDevices({ database }, agencyId, [...new Set(units)]),
  };
}

/** The number that the agency knows its incident by; undefined where it has none. */
export function readNumberOf(
  { database }: { database: Database },
  agencyId: string,
  incidentId: string,
): Promise<number | undefined> {
  return numberOfIncident(database.read, agencyId, incidentId);
}
