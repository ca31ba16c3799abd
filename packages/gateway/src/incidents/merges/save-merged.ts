import type { Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import type { Entry } from '../events/about.ts';
import { incidentMerged } from '../events/incident-events.ts';
import type { NewEvent } from '../events/types.ts';
import { incidentReleased } from '../events/work-events.ts';
import { saveIncident, saveWork } from '../incident/store.ts';
import type { Incident } from '../incident/types.ts';

/**
 * Part of the caller's transaction: stores that the locked incident is merged into the one with the id `intoId`, and that nobody has
 * it any more. Returns the events to append: that it is merged and, where somebody had it, that it is released.
 */
export function saveMerged(
  { clock, random }: { clock: Clock; random: Random },
  tx: Transaction,
  { incident, intoId, entry }: { incident: Incident; intoId: string; entry: Entry },
): NewEvent[] {
  const { at } = entry;
  const { claim } = incident;
  const endedAt = incident.endedAt ?? at;
  const merged: Incident = { ...incident, status: 'MERGED', endedAt, mergedInto: intoId, claim: null };
  saveIncident(tx, merged);
  const isMerged = incidentMerged(merged, { into: intoId }, entry);
  if (claim === null) return [isMerged];
  saveWork(tx, merged);
  return [isMerged, incidentReleased(merged, { claim, releasedAs: 'merged' }, { id: newUuid(clock, random), at })];
}
