import type { Actor } from '../../audit/types.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { sensitivityOf } from '../cards/sensitive-cards.ts';
import { readIncident } from '../incident/read-incident.ts';
import type { Incident } from '../incident/types.ts';
import type { LookupRecorder } from '../search/record-lookup.ts';
import { sharesReceived } from '../shares/store.ts';
import { listByShares } from './by-share.ts';
import { findInForce, transfersOf } from './store.ts';
import type { Transfer } from './types.ts';

const LISTED_AFTER_MS = 24 * 3_600_000;

/** What the agency gave and received: what is in force, what expired within a day, and what shares let it see now. */
export async function listTransfers(
  { database, clock }: { database: Database; clock: Clock },
  agencyId: string,
): Promise<readonly Transfer[]> {
  const now = clock.now();
  const received = await listByShares(database.read, await sharesReceived(database.read, agencyId, now), now);
  return [...(await transfersOf(database.read, agencyId, now - LISTED_AFTER_MS)), ...received].sort(
    (one, other) => other.createdAt - one.createdAt,
  );
}

/**
 * The incident of a transfer in force, as it is now, for either of both agencies; of its cards, those for which `isSensitive` is true stay
 * with the giver, or closed where the transfer includes them. That somebody looked is recorded with both agencies before, once in fifteen minutes. Refuses with `not_found`, in the same
 * words for one that ended, expired or is between others.
 */
export async function readTransfer(
  ports: { database: Database; clock: Clock; lookups: LookupRecorder },
  asked: { readonly agencyId: string; readonly transferId: string; readonly actor: Actor; readonly origin: Origin },
): Promise<{ transfer: Transfer; incident: Incident; isSensitive: (card: string) => boolean }> {
  const { agencyId, transferId: id, actor, origin } = asked;
  const transfer = await findInForce(ports.database.read, { id, agencyId, now: ports.clock.now() });
  if (transfer === undefined) throw refuse.notFound({ description: 'No transfer with this id is in force' });
  await ports.lookups.record({ actor, agencyId, subject: id, origin });
  if (agencyId === transfer.toAgencyId) {
    // The giver finds the crossing by its own incident.
    await ports.lookups.record({ actor, agencyId: transfer.agencyId, subject: transfer.incidentId, origin });
  }
  const incident = await readIncident(ports, transfer.agencyId, transfer.incidentId);
  return { transfer, incident, isSensitive: await sensitivityOf(ports.database.read, transfer.agencyId) };
}
