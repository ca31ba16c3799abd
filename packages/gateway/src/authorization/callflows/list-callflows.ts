import type { Database } from '../../database/database.ts';
import { clientsWithScope } from '../clients/store.ts';
import type { Client } from '../clients/types.ts';

/** Every client of the installation that may send alerts, with its callflows: for operators. */
export function listSenders({ database }: { database: Database }): Promise<readonly Client[]> {
  return clientsWithScope(database.read, 'alerts:trigger');
}
