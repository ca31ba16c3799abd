import type { Audit } from '../audit/append-record.ts';
import type { Principal } from '../authorization/principals/principal.ts';
import type { Database } from '../database/database.ts';
import { addMessage } from '../incidents/alerts/add-message.ts';
import { changeAlert } from '../incidents/alerts/change-alert.ts';
import type { AlertRequest } from '../incidents/alerts/rules.ts';
import { readHistory } from '../incidents/events/read-history.ts';
import { claimedName } from '../incidents/incident/alert-party.ts';
import type { Incident } from '../incidents/incident/types.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Origin } from '../kernel/origin.ts';
import type { Random } from '../kernel/random.ts';
import { alertPartyOf } from './alert-sides.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
}

/** Who asks about which alert. */
interface Asking {
  readonly principal: Principal;
  readonly incidentId: string;
  /** What else is stated, in words. */
  readonly remark?: string | null;
  readonly origin: Origin;
}

/** An alert's status or disposition is changed by the side the caller stands on. As `changeAlert`. */
export async function answerAlert(
  ports: Ports & { readonly alertAcceptSeconds: number },
  { principal, ...request }: Asking & AlertRequest,
): Promise<Incident> {
  return changeAlert(ports, { ...request, party: await alertPartyOf(ports, principal) });
}

/** As `answerAlert`, with what happened to the alert: the newest 500 events, in order. */
export async function answerAlertWithHistory(ports: Parameters<typeof answerAlert>[0], request: Asking & AlertRequest) {
  const alert = await answerAlert(ports, request);
  return { alert, history: await readHistory(ports, alert.agencyId, alert.id) };
}

/**
 * A line of an alert's log is added by the side the caller stands on. What it calls itself is kept beside the name it is known
 * by. As `addMessage`.
 */
export async function writeToAlert(
  ports: Ports,
  request: Asking & {
    readonly message: Parameters<typeof addMessage>[1]['message'];
    readonly claimed?: Parameters<typeof claimedName>[1];
  },
): ReturnType<typeof addMessage> {
  const { principal, claimed, ...written } = request;
  const party = await alertPartyOf(ports, principal);
  return addMessage(ports, {
    ...written,
    party: claimed === undefined ? party : { ...party, claimed: claimedName(party, claimed) },
  });
}
