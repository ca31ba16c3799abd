import type { Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { newUuid } from '../../kernel/random.ts';
import { followMerge, followUnmerge } from '../cad-links/follow-merge.ts';
import { appendEvents } from '../events/append-events.ts';
import { incidentMerged, incidentMergedIn, incidentUnmerged } from '../events/incident-events.ts';
import { incidentReleased } from '../events/work-events.ts';
import { findIncident, markIncident, saveMerge, saveWork } from '../incident/store.ts';
import type { Incident, MergedBy } from '../incident/types.ts';
import { refuseIfColleagues, type WorkPorts, type WorkRequest } from './change-work.ts';

/** Both rows, always locked in the same order, so that two merges never wait for each other. */
async function lockBoth(
  tx: Transaction,
  { agencyId, incidentId }: WorkRequest,
  otherId: string,
  at: number,
): Promise<{ incident: Incident; other: Incident }> {
  const locked = new Map<string, Incident | undefined>();
  for (const each of [incidentId, otherId].sort()) locked.set(each, await markIncident(tx, agencyId, each, at));
  const incident = locked.get(incidentId);
  const other = locked.get(otherId);
  if (incident === undefined || other === undefined) {
    throw refuse.notFound({ description: `No incident with the id ${incident === undefined ? incidentId : otherId}` });
  }
  return { incident: { ...incident, updatedAt: at }, other };
}

/** Why an incident cannot be merged into the other one, in the order in which somebody would mend it. */
function refuseUnlessMergeable(incident: Incident, into: Incident, { colleague }: WorkRequest): void {
  for (const each of [incident, into]) {
    if (each.mergedInto === null) continue;
    throw refuse.conflict({ description: `${each.id} was merged into ${each.mergedInto} already` });
  }
  if (incident.kind !== 'call') {
    throw refuse.conflict({
      description: 'Calls alone are merged: an alert is answered to its sender, a CAD links its own',
    });
  }
  if (into.kind === 'cad') throw refuse.conflict({ description: 'A call is merged into a call or an alert' });
  if (into.closing !== null) {
    throw refuse.conflict({ description: `${into.closing.name} closed ${into.id}; open it again first` });
  }
  refuseIfColleagues(incident.claim, colleague);
}

/**
 * A person merges a duplicate call into another call or alert of the agency, which goes on: both logs state it, nobody has the
 * merged one any more, and its CAD incidents are linked to the other. The call itself is not ended: its equipment does not know of
 * it, so what it sends is kept on the merged call, and its audio goes on. One transaction with its audit record. Refuses an
 * incident that is not the agency's (`not_found`), a merge into itself (`invalid_request`), and with `conflict` what was merged
 * before on either side, what is no call, what a colleague has, and a closed one to go on.
 */
export async function mergeDuplicate(
  ports: WorkPorts,
  request: WorkRequest & { readonly intoId: string },
): Promise<Incident> {
  const { agencyId, incidentId, intoId, colleague, actor, origin } = request;
  if (incidentId === intoId) throw refuse.invalidRequest({ description: 'An incident cannot be merged into itself' });
  const at = ports.clock.now();
  const entry = () => ({ id: newUuid(ports.clock, ports.random), at });
  return ports.database.write(
    async (tx) => {
      const { cadIncidentIds, events } = await followMerge(ports, tx, { agencyId, incidentId, intoId, at });
      const { incident, other: into } = await lockBoth(tx, request, intoId, at);
      refuseUnlessMergeable(incident, into, request);
      const { claim } = incident;
      const mergedBy: MergedBy = { ...colleague, at, status: incident.status, cadIncidentIds };
      const merged: Incident = { ...incident, status: 'MERGED', mergedInto: intoId, mergedBy, claim: null };
      saveMerge(tx, merged);
      if (claim !== null) saveWork(tx, merged);
      appendEvents(ports, tx, [
        incidentMerged(merged, { into: intoId, colleague }, entry()),
        ...(claim === null ? [] : [incidentReleased(merged, { claim, releasedAs: 'merged' }, entry())]),
        incidentMergedIn(into, { merged: incidentId, colleague }, entry()),
        ...events,
      ]);
      await ports.audit.append(tx, {
        actor,
        agencyId,
        action: 'incident.merged',
        outcome: 'success',
        subject: incidentId,
        ...(origin !== undefined && { origin }),
        detail: { into: intoId },
      });
      return merged;
    },
    { agencyId },
  );
}

/**
 * Undoes a person's merge: the call has the status that it would have now, and those of its CAD incidents that nothing moved
 * since; both logs state it. One transaction with its audit record. Refuses an incident that is not the agency's (`not_found`),
 * and one that no person merged (`conflict`).
 */
export function undoMerge(ports: WorkPorts, request: WorkRequest): Promise<Incident> {
  const { agencyId, incidentId, colleague, actor, origin } = request;
  const at = ports.clock.now();
  const entry = () => ({ id: newUuid(ports.clock, ports.random), at });
  return ports.database.write(
    async (tx) => {
      const seen = await findIncident(tx.query, agencyId, incidentId);
      if (seen === undefined) throw refuse.notFound({ description: 'No incident with this id' });
      const { mergedInto: intoId, mergedBy } = seen;
      if (intoId === null) throw refuse.conflict({ description: 'This incident is not merged' });
      if (mergedBy === null)
        throw refuse.conflict({ description: 'Its equipment merged it, and goes on at the other one' });
      const { cadIncidentIds } = mergedBy;
      const linked = await followUnmerge(ports, tx, { agencyId, incidentId, intoId, cadIncidentIds, at });
      const { incident, other: into } = await lockBoth(tx, request, intoId, at);
      if (incident.mergedBy === null || incident.mergedInto !== intoId) {
        throw refuse.conflict({ description: 'Somebody undid this merge already' });
      }
      const unmerged: Incident = { ...incident, status: incident.mergedBy.status, mergedInto: null, mergedBy: null };
      saveMerge(tx, unmerged);
      appendEvents(ports, tx, [
        incidentUnmerged(unmerged, { apartFrom: intoId, colleague }, entry()),
        incidentUnmerged(into, { apartFrom: incidentId, colleague }, entry()),
        ...linked,
      ]);
      await ports.audit.append(tx, {
        actor,
        agencyId,
        action: 'incident.unmerged',
        outcome: 'success',
        subject: incidentId,
        ...(origin !== undefined && { origin }),
        detail: { from: intoId },
      });
      return unmerged;
    },
    { agencyId },
  );
}
