import type { Client } from '../authorization/clients/types.ts';
import { actorOf } from '../authorization/principals/principal.ts';
import type { Database } from '../database/database.ts';
import type { AlertOwner, AlertParty } from '../incidents/incident/alert-party.ts';
import { refuse } from '../kernel/errors.ts';
import { findPerson } from '../people/users/find-person.ts';
import { principalOf, type RouteRequest } from './route.ts';

/**
 * Whose alerts this caller may know: a central station's client those it sent, to whatever agency; every other client
 * those of its agency. Refuses a client of neither (`forbidden`).
 */
export function alertOwner(request: RouteRequest): AlertOwner {
  const { client, agencyId } = principalOf(request);
  if (client?.integrationKind === 'central_station') {
    return { side: 'central_station', clientId: client.id, name: client.applicationName };
  }
  if (agencyId === null)
    throw refuse.forbidden({ description: 'Alerts belong to an agency, and these credentials to none' });
  return { side: 'psap', agencyId };
}

/** A client that acts by itself. */
export function clientParty(client: Client, owner: AlertOwner): AlertParty {
  return { owner, sender: client.name, senderId: client.id, actor: { kind: 'client', id: client.id } };
}

/** Who does something about an alert: the person whose token it is, or the client. Refuses as `alertOwner` does. */
export async function alertParty(ports: { database: Database }, request: RouteRequest): Promise<AlertParty> {
  const principal = principalOf(request);
  const owner = alertOwner(request);
  const { client, user } = principal;
  if (user === null && client !== null) return clientParty(client, owner);
  const person = await findPerson(ports, user?.id ?? '');
  return { owner, sender: person?.email ?? '', senderId: user?.id ?? '', actor: actorOf(principal) };
}
