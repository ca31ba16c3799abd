import type { Database } from '../../database/database.ts';
import { clientsOfAgency } from './store.ts';
import type { Client } from './types.ts';

/** The clients of one agency, by id. */
export function listClients({ database }: { database: Database }, agencyId: string): Promise<readonly Client[]> {
  return clientsOfAgency(database.read, agencyId);
}
