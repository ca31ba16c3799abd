import { allAgencies } from '../agencies/store.ts';
import { actorOf, type Principal } from '../authorization/principals/principal.ts';
import type { Database } from '../database/database.ts';
import type { WorkPorts } from '../incidents/claims/change-work.ts';
import type { Incident } from '../incidents/incident/types.ts';
import type { LookupRecorder } from '../incidents/search/record-lookup.ts';
import type { CrossingTerms } from '../incidents/shares/types.ts';
import { endTransfer } from '../incidents/transfers/end-transfer.ts';
import { readTransfer } from '../incidents/transfers/read-transfer.ts';
import { transferIncident } from '../incidents/transfers/transfer-incident.ts';
import type { Transfer } from '../incidents/transfers/types.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Origin } from '../kernel/origin.ts';
import { colleagueOf } from './work-on-incident.ts';

/** Which person asks, of which agency. */
interface Asking {
  readonly principal: Principal;
  readonly agencyId: string;
  readonly origin: Origin;
}

/** The agencies in use that an incident of this one can be transferred to, by name: their ids and names, and nothing else of them. */
export async function transferAgencies(
  { database }: { database: Database },
  agencyId: string,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const agencies = await allAgencies(database.read);
  return agencies
    .filter(({ id, disabledAt }) => id !== agencyId && disabledAt === null)
    .map(({ id, name }) => ({ id, name }));
}

/** As `transferIncident`, for the person who asks. */
export async function transferForPerson(
  ports: WorkPorts,
  asked: Asking & {
    readonly incidentId: string;
    readonly toAgencyId: string;
    readonly forMinutes: number;
    readonly reason: string | null;
  } & Partial<CrossingTerms>,
): Promise<Transfer> {
  const { principal, ...stated } = asked;
  const colleague = await colleagueOf(ports, principal);
  return transferIncident(ports, { ...stated, colleague, actor: actorOf(principal) });
}

/** As `endTransfer`, for the person who asks. */
export async function endTransferForPerson(
  ports: WorkPorts,
  { principal, agencyId, origin, transferId }: Asking & { readonly transferId: string },
): Promise<void> {
  const colleague = await colleagueOf(ports, principal);
  await endTransfer(ports, { agencyId, transferId, colleague, origin, actor: actorOf(principal) });
}

/** As `readTransfer`, for the person who asks. */
export function readTransferForPerson(
  ports: { database: Database; clock: Clock; lookups: LookupRecorder },
  { principal, agencyId, origin, transferId }: Asking & { readonly transferId: string },
): Promise<{ transfer: Transfer; incident: Incident; isSensitive: (card: string) => boolean }> {
  return readTransfer(ports, { agencyId, transferId, origin, actor: actorOf(principal) });
}
