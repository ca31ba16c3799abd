import { clientsWithScope } from '../clients/store.ts';
import type { Client } from '../clients/types.ts';
import type { AccessParts } from '../parts.ts';

/** Every client of the installation that may send alerts, with its callflows: for operators. */
export function listSenders({ database }: Pick<AccessParts, 'database'>): Promise<readonly Client[]> {
  return clientsWithScope(database.read, 'alerts:trigger');
}
