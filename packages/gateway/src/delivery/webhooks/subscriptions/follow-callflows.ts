import type { ClientDirectory } from '../../../authorization/clients/client-directory.ts';
import { agenciesOf } from '../../../authorization/clients/types.ts';
import type { Database } from '../../../database/database.ts';
import { firstAlertSince } from '../../../incidents/alerts/store.ts';
import { findPosition } from '../../../incidents/events/read-events.ts';
import type { Log } from '../../../kernel/log.ts';
import type { Random } from '../../../kernel/random.ts';
import { NEW_HEALTH } from '../subscription/types.ts';
import { newSubscriptionId } from './create-subscription.ts';
import { groupedAgencies, insertSubscription, lockSubscription, subscriptionRow } from './store.ts';

interface Ports {
  readonly database: Database;
  readonly random: Random;
  readonly log: Log;
  readonly clients: ClientDirectory;
}

/**
 * Lets every central station's subscription receive each agency that its callflows lead to now: what came to a new one since the
 * subscription was made is delivered, also where this runs later. An agency no callflow leads to any more is received on, for the
 * alerts it has.
 */
export async function followCallflows(ports: Ports): Promise<void> {
  for (const [{ groupId, clientId }, known] of await groupedAgencies(ports.database.read)) {
    const agencies = agenciesOf(await ports.clients.find(clientId));
    for (const agencyId of agencies.filter((id) => !known.includes(id))) {
      // What stands in one agency's way is in no other's.
      await receive(ports, groupId, agencyId).catch((err) =>
        ports.log.warn({ err, agencyId }, 'an agency could not be added to a subscription; trying again'),
      );
    }
  }
}

async function receive(ports: Ports, groupId: number, agencyId: string): Promise<void> {
  const { database, random } = ports;
  // Read in this order, an alert that comes in between is behind the place.
  const { head } = await findPosition(ports, agencyId, undefined);
  const first = await subscriptionRow(database.read, groupId);
  if (first === undefined) return;
  const firstSeq = await firstAlertSince(database.read, first.clientId ?? '', agencyId, first.createdAt);
  const cursorSeq = Math.min(head, (firstSeq ?? head + 1) - 1);
  await database.write(
    async (tx) => {
      await lockSubscription(tx.query, groupId);
      const current = await subscriptionRow(tx.query, groupId);
      if (current === undefined) return;
      const id = newSubscriptionId(random);
      await insertSubscription(tx.query, { ...current, id, agencyId, cursorSeq, health: NEW_HEALTH });
    },
    { agencyId },
  );
}
