import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { appendEvents } from '../events/append-events.ts';
import { cadLinked } from '../events/cad-events.ts';
import { incidentCreated, locationUpdated } from '../events/incident-events.ts';
import type { NewEvent } from '../events/types.ts';
import { type CadIncident, type CallKeys, commonKey, type MatchKey } from '../incident/cad-incident.ts';
import { lockIncident } from '../incident/store.ts';
import { classOfServiceOf, type Incident, positionOf } from '../incident/types.ts';
import { saveMerged } from '../merges/save-merged.ts';
import { setLink, takeMatchingTurn, waitingFor } from './store.ts';

interface Ports {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
}

function keysOf(incident: Incident): CallKeys {
  return {
    callerPhoneNumber: incident.callerPhoneNumber,
    sipCallId: incident.kind === 'call' ? incident.sourceId : null,
    position: positionOf(incident),
  };
}

/** That a CAD incident is linked to the incident, for the log. */
export function linkedEvent(ports: Ports, cad: CadIncident, incidentId: string, at: number): NewEvent {
  return cadLinked(cad, incidentId, { id: newUuid(ports.clock, ports.random), at });
}

/**
 * Links a CAD incident that waits to its call and merges the shell it was into it. Returns the events to append, none
 * where it is linked already. The CAD incident's row is locked before the shell's.
 */
export async function linkShell(
  ports: Ports,
  tx: Transaction,
  waiting: CadIncident,
  link: { incidentId: string; matchedBy: MatchKey; at: number },
): Promise<NewEvent[]> {
  const { agencyId, id } = waiting;
  const { incidentId, at } = link;
  const cad = await setLink(tx.query, waiting, link);
  const shell = cad && (await lockIncident(tx, agencyId, id, at));
  if (cad === undefined || shell === undefined) return [];
  const entry = { id: newUuid(ports.clock, ports.random), at };
  const merged = saveMerged(ports, tx, { incident: shell, intoId: incidentId, entry });
  return [...merged, linkedEvent(ports, cad, incidentId, at)];
}

/** Links every CAD incident that waits for this call or alert, which the transaction has just stored. */
async function linkWaiting(ports: Ports, tx: Transaction, incident: Incident): Promise<NewEvent[]> {
  const keys = keysOf(incident);
  const hasKey = Object.values(keys).some((key) => key !== null);
  if (incident.kind === 'cad' || !hasKey) return [];
  const { id: incidentId, agencyId, createdAt: at } = incident;
  await takeMatchingTurn(tx, ports.database.engine, agencyId, 'call');
  const events: NewEvent[] = [];
  for (const waiting of await waitingFor(tx.query, agencyId, keys, at)) {
    const matchedBy = commonKey(waiting, keys);
    if (matchedBy !== null) events.push(...(await linkShell(ports, tx, waiting, { incidentId, matchedBy, at })));
  }
  return events;
}

/**
 * Appends what a new incident states: that it is there and, where it came with one, its first location. CAD incidents that
 * wait for it are linked in the same transaction.
 */
export async function appendOpening(
  ports: { database: Database; clock: Clock; random: Random },
  tx: Transaction,
  incident: Incident,
): Promise<void> {
  const events: NewEvent[] = [incidentCreated(incident)];
  const { location, createdAt: at } = incident;
  if (location !== null) {
    const entry = { id: newUuid(ports.clock, ports.random), at };
    events.push(locationUpdated(incident, { location, classOfService: classOfServiceOf(incident) }, entry));
  }
  const linked = await linkWaiting(ports, tx, incident);
  appendEvents(ports, tx, [...events, ...linked]);
}
