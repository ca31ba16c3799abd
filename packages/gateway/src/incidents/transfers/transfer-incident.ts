import { findAgency } from '../../agencies/store.ts';
import { refuse } from '../../kernel/errors.ts';
import { newUuid } from '../../kernel/random.ts';
import { changeWork, type WorkPorts, type WorkRequest } from '../claims/change-work.ts';
import { transferOpened } from '../events/transfer-events.ts';
import type { CrossingTerms } from '../shares/types.ts';
import { insertTransfer, isWith } from './store.ts';
import type { Transfer } from './types.ts';

/**
 * Hands one incident to another agency of the installation for a time: from then on the other sees what `readTransfer` gives, and nothing
 * else; where it may answer, what `answerTransferred` does. The giver goes on with it as before. The row, the event in the giver's log and an audit record of each agency are one transaction.
 * Refuses an incident that is not the agency's, and an agency that is not there or is disabled (`not_found`), the agency itself
 * (`invalid_request`), a CAD's incident that waits and what is with that agency already (`conflict`), and as `changeWork` does.
 */
export async function transferIncident(
  ports: WorkPorts,
  request: WorkRequest &
    Partial<CrossingTerms> & {
      readonly toAgencyId: string;
      readonly forMinutes: number;
      readonly reason: string | null;
    },
): Promise<Transfer> {
  const { agencyId, incidentId, colleague, actor, origin, toAgencyId, forMinutes, reason } = request;
  const { includesSensitive = false, mayAnswer = false } = request;
  if (toAgencyId === agencyId) throw refuse.invalidRequest({ description: 'to_agency_id must be another agency' });
  let made: Transfer | undefined;
  await changeWork(ports, request, async (incident, at, entry, tx) => {
    const [giver, receiver] = [await findAgency(tx.query, agencyId), await findAgency(tx.query, toAgencyId)];
    if (giver === undefined || receiver === undefined || receiver.disabledAt !== null) {
      throw refuse.notFound({ description: `No agency has the id ${toAgencyId}` });
    }
    if (incident.kind === 'cad')
      throw refuse.conflict({ description: 'This incident waits for its call; transfer that' });
    if (await isWith(tx.query, { incidentId, toAgencyId, now: at })) {
      throw refuse.conflict({ description: `${receiver.name} has this incident already` });
    }
    const { kind, emergencyType, isTest, isActiveAssailant, updatedAt } = incident;
    const { status, disposition, acceptBy, signalledAt } = incident;
    const type = { emergencyType, isTest, isActiveAssailant };
    const about = { kind, ...type, updatedAt, status, disposition, acceptBy, signalledAt };
    const transfer: Transfer = {
      id: newUuid(ports.clock, ports.random),
      ...{ agencyId, agencyName: giver.name, incidentId, toAgencyId, toAgencyName: receiver.name, reason },
      ...{ shareId: null, about, includesSensitive, mayAnswer },
      madeBy: colleague,
      ...{ createdAt: at, expiresAt: at + forMinutes * 60_000, endedAt: null, endedBy: null },
    };
    await insertTransfer(tx.query, transfer);
    tx.onCommit(() => ports.database.notifier.notify('crossings'));
    await ports.audit.append(tx, {
      actor,
      agencyId: toAgencyId,
      action: 'transfer.received',
      outcome: 'success',
      subject: transfer.id,
      ...(origin !== undefined && { origin }),
      detail: { from: agencyId, expiresAt: transfer.expiresAt },
    });
    made = transfer;
    const events = [transferOpened(incident, transfer, entry())];
    const detail = {
      to: toAgencyId,
      transfer: transfer.id,
      expiresAt: transfer.expiresAt,
      includesSensitive,
      mayAnswer,
    };
    return { incident, events, action: 'transfer.given', detail };
  });
  if (made === undefined) throw new Error('an incident was transferred to nobody');
  return made;
}
