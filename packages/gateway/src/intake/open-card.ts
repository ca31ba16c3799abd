import type { Audit } from '../audit/append-record.ts';
import { actorOf, type Principal } from '../authorization/principals/principal.ts';
import type { Database } from '../database/database.ts';
import { openCard } from '../incidents/cards/sensitive-cards.ts';
import type { CardOpening } from '../incidents/cards/types.ts';
import { readIncident } from '../incidents/incident/read-incident.ts';
import { type WholeIncident, wholeOf } from '../incidents/search/read-whole.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Origin } from '../kernel/origin.ts';
import type { Random } from '../kernel/random.ts';
import { colleagueOf } from './work-on-incident.ts';

/**
 * As `openCard`, for the person who asks or, with a token of nobody, for its client; `cardIn` draws the card of that incident, null where
 * it has none. Refuses with `not_found` also an incident that is not the agency's.
 */
export async function openCardForReader<Card>(
  ports: { database: Database; audit: Audit; clock: Clock; random: Random },
  asking: {
    readonly principal: Principal;
    readonly agencyId: string;
    readonly incidentId: string;
    readonly card: string;
    readonly origin: Origin;
  },
  cardIn: (whole: WholeIncident) => Card | null,
): Promise<{ drawn: Card; opening: CardOpening }> {
  const { principal, ...request } = asking;
  const name =
    principal.user === null ? (principal.client?.applicationName ?? '') : (await colleagueOf(ports, principal)).name;
  const incident = await readIncident(ports, asking.agencyId, asking.incidentId);
  const drawn = cardIn(await wholeOf(ports, incident));
  return openCard(ports, { ...request, drawn, name, actor: actorOf(principal) });
}
