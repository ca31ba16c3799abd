import type { Audit } from '../audit/append-record.ts';
import { actorOf, type Principal } from '../authorization/principals/principal.ts';
import type { Database, Transaction } from '../database/database.ts';
import { changeAlert } from '../incidents/alerts/change-alert.ts';
import type { AlertRequest } from '../incidents/alerts/rules.ts';
import { openCard } from '../incidents/cards/sensitive-cards.ts';
import type { CardOpening } from '../incidents/cards/types.ts';
import { readIncident } from '../incidents/incident/read-incident.ts';
import type { Incident } from '../incidents/incident/types.ts';
import { inForceForReceiver } from '../incidents/transfers/in-force-for-receiver.ts';
import type { Transfer } from '../incidents/transfers/types.ts';
import type { Clock } from '../kernel/clock.ts';
import { refuse } from '../kernel/errors.ts';
import type { Origin } from '../kernel/origin.ts';
import type { Random } from '../kernel/random.ts';
import { colleagueOf } from './work-on-incident.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
}

/** Which person of the receiver asks, by which transfer. */
interface Asking {
  readonly principal: Principal;
  readonly agencyId: string;
  readonly transferId: string;
  readonly origin: Origin;
}

const transferOf = ({ database, clock }: Ports, { transferId: id, agencyId }: Asking) =>
  inForceForReceiver(database.read, { id, agencyId, now: clock.now() });

/** Checks in the transaction that it is in force still, and records with the receiver what the giver's audit has already. */
function recordedWithReceiver(
  ports: Ports,
  { principal, agencyId, transferId: id, origin }: Asking,
  record: { readonly action: string; readonly detail: Readonly<Record<string, unknown>> },
) {
  return async (tx: Transaction) => {
    await inForceForReceiver(tx.query, { id, agencyId, now: ports.clock.now() });
    const stated = { actor: actorOf(principal), agencyId, outcome: 'success', subject: id, origin } as const;
    await ports.audit.append(tx, { ...stated, ...record });
  };
}

const nameThere = (name: string, { toAgencyName }: Transfer) => `${name}, ${toAgencyName}`;

/**
 * Opens a sensitive card of an incident that another agency lets one see, as `openCard`: with the giver it is an opening as by its own people,
 * under the person's and their agency's name, and both audits have it. `cardIn` draws the card, null where there is none. Refuses with
 * `not_found` also where sensitive cards do not cross.
 */
export async function openTransferredCard<Card>(
  ports: Ports,
  asking: Asking & { readonly card: string },
  cardIn: (incident: Incident) => Card | null,
): Promise<{ drawn: Card; opening: CardOpening }> {
  const { principal, card, origin } = asking;
  const { name } = await colleagueOf(ports, principal);
  const transfer = await transferOf(ports, asking);
  if (!transfer.includesSensitive) throw refuse.notFound({ description: 'No card of this name here' });
  const { agencyId, incidentId } = transfer;
  const drawn = cardIn(await readIncident(ports, agencyId, incidentId));
  const within = recordedWithReceiver(ports, asking, { action: 'incident.card_opened', detail: { card } });
  const who = { name: nameThere(name, transfer), actor: actorOf(principal), origin };
  return openCard(ports, { agencyId, incidentId, card, drawn, within, ...who });
}

/**
 * Accepts or declines the alert of a transfer in force, or states what became of it, for the agency that gave it: as `changeAlert`, by the
 * person and their agency. Refuses with `not_found` also what is no alert, and with `forbidden` where the giver did not allow it.
 */
export async function answerTransferred(
  ports: Ports & { readonly alertAcceptSeconds: number },
  asking: Asking & Omit<AlertRequest, 'cancelReason'>,
): Promise<void> {
  const { principal, status, disposition, declineReason, origin } = asking;
  const { name } = await colleagueOf(ports, principal);
  const transfer = await transferOf(ports, asking);
  if (!transfer.mayAnswer) {
    throw refuse.forbidden({ description: `${transfer.agencyName} lets your agency see it, and answers it itself` });
  }
  const { agencyId, incidentId } = transfer;
  const party = {
    owner: { side: 'psap', agencyId },
    sender: nameThere(name, transfer),
    senderId: principal.user?.id ?? '',
    actor: actorOf(principal),
  } as const;
  const answer = { status, disposition, declineReason, cancelReason: null };
  const within = recordedWithReceiver(ports, asking, { action: 'transfer.answered', detail: { status, disposition } });
  await changeAlert(ports, { ...answer, party, incidentId, origin, within });
}
