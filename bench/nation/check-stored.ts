import { countOf, type EventCounts, type EventKind } from './event-counts.ts';
import type { WorkKind } from './hour.ts';
import type { Row } from './row.ts';
import type { Stored } from './stored.ts';

/** What each kind of work leaves in the log, and in the audit by its action and kind of actor. */
const LEAVES: Readonly<
  Record<WorkKind, { events: EventKind[]; records: (readonly [action: string, actor: string])[] }>
> = {
  calls: { events: ['call created'], records: [] },
  alerts: { events: ['alert created', 'alert located'], records: [] },
  alertAnswers: { events: ['alert status', 'alert disposition', 'alert message'], records: [] },
  locations: { events: ['call located'], records: [] },
  updates: { events: ['note added', 'words added', 'response updated', 'call ended'], records: [] },
  lookups: { events: [], records: [] },
  deeplinks: { events: [], records: [['deeplink.redeemed', 'user']] },
  machineTokens: { events: [], records: [['token.issued', 'client']] },
  passwordSignIns: {
    events: [],
    records: [
      ['token.issued', 'user'],
      ['session.opened', 'user'],
    ],
  },
};

/**
 * The row with what the database lost and doubled of it: events that were acknowledged and are not there, and those there
 * that nobody asked for; acknowledged answers without their audit record.
 */
export function checkStored(
  row: Row,
  kind: WorkKind,
  {
    before,
    after,
    agencyIds,
    events,
  }: {
    before: Stored;
    after: Stored;
    agencyIds: readonly string[];
    events: readonly EventCounts[];
  },
): Row {
  const leaves = LEAVES[kind];
  let [lost, doubled] = [row.lost, row.doubled];
  agencyIds.forEach((agencyId, index) => {
    for (const event of leaves.events) {
      const { least, most } = countOf(events[index] ?? { acknowledged: {}, unknown: {} }, [event]);
      const stored = after.events(agencyId, event) - before.events(agencyId, event);
      lost += Math.max(0, least - stored);
      doubled += Math.max(0, stored - most);
    }
  });
  if (leaves.records.length > 0) {
    const stored = leaves.records.reduce(
      (sum, [action, actor]) => sum + after.records(action, actor) - before.records(action, actor),
      0,
    );
    lost += Math.max(0, row.done - stored);
  }
  return { ...row, lost, doubled };
}
