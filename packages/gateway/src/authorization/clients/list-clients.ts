import type { AccessParts } from '../parts.ts';
import { clientsOfAgency } from './store.ts';
import type { Client } from './types.ts';

/** The clients of one agency, by id. */
export function listClients({ database }: Pick<AccessParts, 'database'>, agencyId: string): Promise<readonly Client[]> {
  return clientsOfAgency(database.read, agencyId);
}
