import type { Client } from '../authorization/clients/types.ts';
import { actorOf, type Principal } from '../authorization/principals/principal.ts';
import type { Database } from '../database/database.ts';
import type { AlertOwner, AlertParty } from '../incidents/incident/alert-party.ts';
import { refuse } from '../kernel/errors.ts';
import { findPerson } from '../people/users/find-person.ts';

/**
 * Whose alerts a caller may know, and on which side of them it stands: a central station's client those it sent, to whatever
 * agency; everybody else those of their agency, as the PSAP. Refuses whoever is of neither (`forbidden`).
 */
export function alertOwnerOf({ client, agencyId }: Principal): AlertOwner {
  if (client?.integrationKind === 'central_station') return stationOf(client);
  if (agencyId === null) {
    throw refuse.forbidden({ description: 'Alerts belong to an agency, and these credentials to none' });
  }
  return { side: 'psap', agencyId };
}

function stationOf(client: Client): AlertOwner {
  return { side: 'central_station', clientId: client.id, name: client.applicationName };
}

function clientParty(client: Client, owner: AlertOwner): AlertParty {
  return { owner, sender: client.name, senderId: client.id, actor: { kind: 'client', id: client.id } };
}

/** The client that sends alerts by its callflows, whatever else it is. */
export function stationParty(client: Client): AlertParty {
  return clientParty(client, stationOf(client));
}

/** Who does something about an alert: the person whose token or session it is, or the client. Refuses as `alertOwnerOf` does. */
export async function alertPartyOf(ports: { database: Database }, principal: Principal): Promise<AlertParty> {
  const owner = alertOwnerOf(principal);
  const { client, user } = principal;
  if (user === null && client !== null) return clientParty(client, owner);
  const person = await findPerson(ports, user?.id ?? '');
  return { owner, sender: person?.email ?? '', senderId: user?.id ?? '', actor: actorOf(principal) };
}
