import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { appendEvents } from '../events/append-events.ts';
import { incidentCreated } from '../events/incident-events.ts';
import { locationUpdated } from '../events/location-events.ts';
import type { NewEvent } from '../events/types.ts';
import { classOfServiceOf, type Incident } from '../incident/types.ts';
import { linkWaiting } from './link-waiting.ts';

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
