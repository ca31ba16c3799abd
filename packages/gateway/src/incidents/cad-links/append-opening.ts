import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { classOfServiceOf } from '../changes/apply-change.ts';
import { appendEvents } from '../events/append-events.ts';
import type { IncidentEvent } from '../events/types.ts';
import type { Incident } from '../incident/types.ts';
import { linkWaiting } from './link-waiting.ts';

/**
 * Appends what a new incident says: that it is there and, where it came with one, its first location. CAD incidents that
 * wait for it are linked in the same transaction.
 */
export async function appendOpening(
  parts: { database: Database; clock: Clock; random: Random },
  tx: Transaction,
  incident: Incident,
): Promise<void> {
  const event = { agencyId: incident.agencyId, incidentId: incident.id, at: incident.createdAt };
  const events: Omit<IncidentEvent, 'seq'>[] = [{ ...event, type: 'incident.created', body: { incident } }];
  if (incident.location !== null) {
    const id = newUuid(parts.clock, parts.random);
    const body = { id, location: incident.location, classOfService: classOfServiceOf(incident) };
    events.push({ ...event, type: 'location.updated', body });
  }
  const linked = await linkWaiting(parts, tx, incident);
  await appendEvents(parts, tx, [...events, ...linked]);
}
