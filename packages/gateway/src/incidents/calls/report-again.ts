import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { applyChange } from '../changes/apply-change.ts';
import { appendEvents } from '../events/append-events.ts';
import { incidentSignalled } from '../events/incident-events.ts';
import type { NewEvent } from '../events/types.ts';
import { saveSignalled, saveWork } from '../incident/store.ts';
import type { Facts, Incident, Location } from '../incident/types.ts';
import { statedPlace } from '../signals/stated.ts';

/** What is stated of a call, by the names the equipment uses. */
type Stated = Readonly<Record<string, unknown>>;

const isStated = (value: unknown) => value !== undefined && value !== null && value !== '';

/** What is new in the later report, in words, with what it replaces. */
function changesOf(earlier: Stated, later: Stated): string[] {
  return Object.entries(later)
    .filter(([key, value]) => isStated(value) && value !== earlier[key])
    .map(([key, value]) => {
      const before = isStated(earlier[key]) ? `, before: ${String(earlier[key])}` : '';
      return `${key.replaceAll('_', ' ')}: ${String(value)}${before}`;
    });
}

function isElsewhere(location: Location | null, call: Incident): boolean {
  return location !== null && JSON.stringify(statedPlace(location)) !== JSON.stringify(statedPlace(call.location));
}

/** True where everything that is reported was stated of the call before: what is left out now is not taken back. */
export function reportsNothingNew({ location, facts }: Pick<Incident, 'location' | 'facts'>, call: Incident): boolean {
  return !isElsewhere(location, call) && changesOf(call.facts['call'] ?? {}, facts['call'] ?? {}).length === 0;
}

function withFacts(earlier: Facts, later: Facts): Facts {
  const merged: Record<string, Stated> = { ...earlier };
  for (const [name, group] of Object.entries(later)) {
    merged[name] = {
      ...merged[name],
      ...Object.fromEntries(Object.entries(group).filter(([, value]) => isStated(value))),
    };
  }
  return merged;
}

/**
 * The equipment reports a call that goes on once more, and states something else: what is new stands, what it replaces is
 * in the log, and where it names a place that is a location like any other. The caller's transaction holds the call's row.
 */
export async function reportAgain(
  ports: { database: Database; clock: Clock; random: Random },
  tx: Transaction,
  locked: Incident,
  again: Incident,
): Promise<void> {
  const { createdAt: at, location, suppliedBy, originClientId } = again;
  const changed = changesOf(locked.facts['call'] ?? {}, again.facts['call'] ?? {});
  const text = ['The call was reported again', ...changed].join('. ');
  const entityId = originClientId ?? '';
  const by = { side: 'psap', entityId, entityName: suppliedBy, sender: suppliedBy, senderId: entityId } as const;
  const reported: Incident = {
    ...locked,
    callerName: again.callerName ?? locked.callerName,
    callerPhoneNumber: again.callerPhoneNumber ?? locked.callerPhoneNumber,
    callerPhoneGiven: again.callerPhoneGiven ?? locked.callerPhoneGiven,
    facts: withFacts(locked.facts, again.facts),
    listedAt: at,
    signalledAt: at,
    closing: null,
  };
  const newId = () => newUuid(ports.clock, ports.random);
  const moved =
    location !== null && isElsewhere(location, locked)
      ? applyChange(reported, { kind: 'location', location, classOfService: null }, { id: newId(), at })
      : null;
  const incident = moved?.incident ?? reported;
  const events: NewEvent[] = [incidentSignalled(incident, { signal: again, text }, { id: newId(), at, by })];
  if (moved !== null) events.push(moved.event);
  saveSignalled(tx, incident);
  if (locked.closing !== null) saveWork(tx, incident);
  appendEvents(ports, tx, events);
}
