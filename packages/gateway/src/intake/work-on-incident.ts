import { actorOf, type Principal } from '../authorization/principals/principal.ts';
import type { Database } from '../database/database.ts';
import { addOwnNote } from '../incidents/claims/add-own-note.ts';
import type { WorkPorts, WorkRequest } from '../incidents/claims/change-work.ts';
import { claimIncident } from '../incidents/claims/claim-incident.ts';
import { closeIncident, reopenIncident } from '../incidents/claims/close-incident.ts';
import { mergeDuplicate, undoMerge } from '../incidents/claims/merge-duplicate.ts';
import { releaseClaim } from '../incidents/claims/release-claim.ts';
import { sendToCad } from '../incidents/claims/send-to-cad.ts';
import type { NewEvent } from '../incidents/events/types.ts';
import type { AttendedSeat } from '../incidents/incident/seat.ts';
import type { Colleague, Incident } from '../incidents/incident/types.ts';
import { dismissIncident, undoDismissal } from '../incidents/queue/list-section.ts';
import { attendSeat } from '../incidents/seats/seats.ts';
import type { Clock } from '../kernel/clock.ts';
import { refuse } from '../kernel/errors.ts';
import type { Origin } from '../kernel/origin.ts';
import { isVisible } from '../kernel/text.ts';
import { findPerson } from '../people/users/find-person.ts';

/** Who works on which of the agency's incidents. */
interface Working {
  readonly principal: Principal;
  readonly agencyId: string;
  readonly incidentId: string;
  readonly origin: Origin;
}

/** The person by the name that colleagues read. Refuses credentials of nobody (`forbidden`). */
export async function colleagueOf({ database }: { database: Database }, { user }: Principal): Promise<Colleague> {
  const person = user === null ? null : await findPerson({ database }, user.id);
  if (person === null)
    throw refuse.forbidden({ description: 'A person works on an incident; these credentials are of none' });
  return { userId: person.id, name: nameOf(person) };
}

function nameOf({ firstName, lastName, email }: { firstName: string; lastName: string; email: string }): string {
  const name = `${firstName} ${lastName}`.trim();
  return isVisible(name) ? name : email;
}

async function requestOf(ports: WorkPorts, { principal, agencyId, incidentId, origin }: Working): Promise<WorkRequest> {
  return { agencyId, incidentId, origin, colleague: await colleagueOf(ports, principal), actor: actorOf(principal) };
}

/** As `claimIncident`, for the person who asks. */
export async function claimForPerson(
  ports: WorkPorts,
  asked: Working & { readonly seat: string; readonly takeOverReason: string | null },
): Promise<Incident> {
  const { seat, takeOverReason } = asked;
  return claimIncident(ports, { ...(await requestOf(ports, asked)), seat, takeOverReason });
}

/** As `releaseClaim`, for the person who asks. */
export async function releaseForPerson(ports: WorkPorts, asked: Working): Promise<Incident> {
  return releaseClaim(ports, await requestOf(ports, asked));
}

/** As `closeIncident`, for the person who asks. */
export async function closeForPerson(
  ports: WorkPorts,
  asked: Working & { readonly outcome: string | null },
): Promise<Incident> {
  return closeIncident(ports, { ...(await requestOf(ports, asked)), outcome: asked.outcome });
}

/** As `reopenIncident`, for the person who asks. */
export async function reopenForPerson(ports: WorkPorts, asked: Working): Promise<Incident> {
  return reopenIncident(ports, await requestOf(ports, asked));
}

/** As `mergeDuplicate`, for the person who asks. */
export async function mergeForPerson(
  ports: WorkPorts,
  asked: Working & { readonly intoId: string },
): Promise<Incident> {
  return mergeDuplicate(ports, { ...(await requestOf(ports, asked)), intoId: asked.intoId });
}

/** As `undoMerge`, for the person who asks. */
export async function undoMergeForPerson(ports: WorkPorts, asked: Working): Promise<Incident> {
  return undoMerge(ports, await requestOf(ports, asked));
}

/** Which webhooks of an agency receive what is sent to its CAD, by their names. */
export interface CadReceivers {
  readonly cadReceivers: (agencyId: string) => Promise<readonly string[]>;
}

/** As `sendToCad`, for the person who asks, to whoever receives it now. */
export async function sendToCadForPerson(
  ports: WorkPorts & CadReceivers,
  asked: Working & { readonly addition: string | null },
): Promise<NewEvent<'incident.sent_to_cad'>> {
  const receivers = await ports.cadReceivers(asked.agencyId);
  return sendToCad(ports, { ...(await requestOf(ports, asked)), addition: asked.addition, receivers });
}

/** As `addOwnNote`, for the person who asks. Refuses a mention of whoever is not of the agency (`invalid_request`). */
export async function noteForPerson(
  ports: WorkPorts,
  asked: Working & { readonly text: string; readonly mentions: readonly string[] },
): Promise<NewEvent<'note.added'>> {
  const mentions: Colleague[] = [];
  for (const id of new Set(asked.mentions)) {
    const person = await findPerson(ports, id);
    if (person === null || person.agencyId !== asked.agencyId || person.disabledAt !== null) {
      throw refuse.invalidRequest({ description: `mentions has ${id}, which is nobody at this agency` });
    }
    mentions.push({ userId: person.id, name: nameOf(person) });
  }
  return addOwnNote(ports, { ...(await requestOf(ports, asked)), text: asked.text, mentions });
}

/** As `dismissIncident`, for the person who asks. */
export async function dismissForPerson(
  ports: { database: Database; clock: Clock },
  { principal, agencyId, incidentId }: Working,
): Promise<void> {
  await dismissIncident(ports, { agencyId, incidentId, userId: principal.user?.id ?? '' });
}

/** As `undoDismissal`, for the person who asks. */
export async function undoDismissalForPerson(
  ports: { database: Database },
  { principal, agencyId, incidentId }: Working,
): Promise<void> {
  await undoDismissal(ports, { agencyId, incidentId, userId: principal.user?.id ?? '' });
}

/** As `attendSeat`, for the person who asks. */
export async function attendForPerson(
  ports: { database: Database; clock: Clock },
  asked: {
    readonly principal: Principal;
    readonly agencyId: string;
    readonly seat: string;
    readonly incidentId: string | null;
  },
): Promise<readonly AttendedSeat[]> {
  const { agencyId, seat, incidentId } = asked;
  return attendSeat(ports, { agencyId, seat, incidentId, colleague: await colleagueOf(ports, asked.principal) });
}
