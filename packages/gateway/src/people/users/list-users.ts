import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { standingsOfAgency } from './store.ts';
import type { UserStanding } from './types.ts';

/** The users of one agency by name, with their locks and open sessions. */
export function listUsers(
  { database, clock }: { database: Database; clock: Clock },
  agencyId: string,
): Promise<readonly UserStanding[]> {
  return standingsOfAgency(database.read, agencyId, clock.now());
}

/** Everybody who runs the installation, by name, with their locks and open sessions. */
export function listAllOperators({
  database,
  clock,
}: {
  database: Database;
  clock: Clock;
}): Promise<readonly UserStanding[]> {
  return standingsOfAgency(database.read, null, clock.now());
}

/** Who runs the installation, by name; a disabled operator is not among them. */
export async function listOperators(ports: { database: Database; clock: Clock }): Promise<readonly UserStanding[]> {
  const operators = await listAllOperators(ports);
  return operators.filter(({ disabledAt }) => disabledAt === null);
}
