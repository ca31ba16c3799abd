import type { Audit } from '../audit/append-record.ts';
import { actorOf, type Principal } from '../authorization/principals/principal.ts';
import type { Database } from '../database/database.ts';
import type { BoardFilter } from '../incidents/wall-boards/types.ts';
import { addBoard } from '../incidents/wall-boards/wall-boards.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Origin } from '../kernel/origin.ts';
import type { Random } from '../kernel/random.ts';
import { colleagueOf } from './work-on-incident.ts';

/** As `addBoard`, by the person who asks. */
export async function addBoardForPerson(
  ports: { database: Database; audit: Audit; clock: Clock; random: Random },
  asking: { principal: Principal; agencyId: string; name: string; filter: BoardFilter; origin: Origin },
) {
  const { principal, ...request } = asking;
  const { name: madeBy } = await colleagueOf(ports, principal);
  return addBoard(ports, { ...request, madeBy, actor: actorOf(principal) });
}
