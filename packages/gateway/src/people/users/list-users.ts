import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { statesOfAgency } from './store.ts';
import type { UserState } from './types.ts';

/** The users of one agency by name, with their locks and open sessions. */
export function listUsers(
  { database, clock }: { database: Database; clock: Clock },
  agencyId: string,
): Promise<readonly UserState[]> {
  return statesOfAgency(database.read, agencyId, clock.now());
}

/** Everybody who runs the installation, by name, with their locks and open sessions. */
export function listAllOperators({
  database,
  clock,
}: {
  database: Database;
  clock: Clock;
}): Promise<readonly UserState[]> {
  return statesOfAgency(database.read, null, clock.now());
}

/** Who runs the installation, by name; a disabled operator is not among them. */
export async function listOperators(ports: { database: Database; clock: Clock }): Promise<readonly UserState[]> {
  const operators = await listAllOperators(ports);
  return operators.filter(({ disabledAt }) => disabledAt === null);
}
