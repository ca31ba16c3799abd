import type { Database } from '../../database/database.ts';
import { clientIdsOfApplication, findClient } from '../clients/store.ts';
import type { Client } from '../clients/types.ts';

/** Every client of an application: the one every agency may consent to first, then each agency's. */
export async function clientsOfApplication(
  { database }: { database: Database },
  applicationId: string,
): Promise<Client[]> {
  const clients: Client[] = [];
  for (const id of await clientIdsOfApplication(database.read, applicationId)) {
    const client = await findClient(database.read, id);
    if (client !== undefined) clients.push(client);
  }
  return clients.sort((left, right) => (left.agencyId ?? '').localeCompare(right.agencyId ?? ''));
}
