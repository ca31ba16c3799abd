import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { findUser } from '../../people/users/store.ts';
import type { ClientDirectory } from '../clients/client-directory.ts';
import type { Client } from '../clients/types.ts';
import { grantsInForce } from './store.ts';
import type { Grant } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly clock: Clock;
  readonly clients: ClientDirectory;
}

/** A grant as administrators see it: whose application, and who allowed it. */
export interface GrantState extends Grant {
  readonly client: Client;
  readonly givenBy: string;
}

/** What the agency's administrators allowed and is in force, newest first. */
export async function listGrants(
  { database, clients, clock }: Ports,
  agencyId: string,
): Promise<readonly GrantState[]> {
  const states: GrantState[] = [];
  for (const grant of await grantsInForce(database.read, agencyId, clock.now())) {
    const client = await clients.find(grant.clientId);
    const user = await findUser(database.read, grant.userId);
    if (client !== undefined && user !== undefined) states.push({ ...grant, client, givenBy: user.email });
  }
  return states;
}
