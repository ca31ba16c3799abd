import { findUser } from '../../people/users/store.ts';
import type { Client } from '../clients/types.ts';
import type { AccessParts } from '../parts.ts';
import { grantsInForce } from './store.ts';
import type { Grant } from './types.ts';

/** A grant as administrators see it: whose application, and who allowed it. */
export interface GrantStanding extends Grant {
  readonly client: Client;
  readonly givenBy: string;
}

/** What the agency's administrators allowed and is in force, newest first. */
export async function listGrants(
  { database, clients, clock }: Pick<AccessParts, 'database' | 'clients' | 'clock'>,
  agencyId: string,
): Promise<readonly GrantStanding[]> {
  const standings: GrantStanding[] = [];
  for (const grant of await grantsInForce(database.read, agencyId, clock.now())) {
    const client = await clients.find(grant.clientId);
    const user = await findUser(database.read, grant.userId);
    if (client !== undefined && user !== undefined) standings.push({ ...grant, client, givenBy: user.email });
  }
  return standings;
}
