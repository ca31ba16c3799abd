import type { Audit } from '../audit/append-record.ts';
import { actorOf, type Principal } from '../authorization/principals/principal.ts';
import type { Database } from '../database/database.ts';
import { openCard } from '../incidents/cards/sensitive-cards.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Origin } from '../kernel/origin.ts';
import type { Random } from '../kernel/random.ts';
import { colleagueOf } from './work-on-incident.ts';

/** As `openCard`, for the person who asks or, with a token of nobody, for its client. */
export async function openCardForReader(
  ports: { database: Database; audit: Audit; clock: Clock; random: Random },
  asking: {
    readonly principal: Principal;
    readonly agencyId: string;
    readonly incidentId: string;
    readonly card: string;
    readonly origin: Origin;
  },
) {
  const { principal, ...request } = asking;
  const name =
    principal.user === null ? (principal.client?.applicationName ?? '') : (await colleagueOf(ports, principal)).name;
  return openCard(ports, { ...request, name, actor: actorOf(principal) });
}
