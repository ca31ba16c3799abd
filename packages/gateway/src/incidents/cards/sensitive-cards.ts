import { findAlertSettings } from '../../agencies/store.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import type { Incident } from '../incident/types.ts';
import { insertOpening, openingsOf } from './store.ts';
import type { CardOpening } from './types.ts';

/** Cards about somebody's health, whatever a partner calls them. */
const MEDICAL = /medic|health|patient|allerg|diagnos|disab/i;

/** Which cards of an agency stay closed, and who opened which of an incident's. */
export interface ClosedCards {
  readonly isSensitive: (card: string) => boolean;
  readonly openings: readonly CardOpening[];
}

/** True for the cards that stay closed until somebody opens them: those about health, and those that the agency names. */
export async function sensitivityOf(query: Transaction['query'], agencyId: string): Promise<(card: string) => boolean> {
  const settings = await findAlertSettings(query, agencyId);
  const named = new Set(settings?.sensitiveCards ?? []);
  return (card: string) => MEDICAL.test(card) || named.has(card);
}

/** Which cards of an incident stay closed, and who opened them, the newest first. */
export async function closedCardsOf(
  ports: { database: Database },
  { agencyId, id }: Pick<Incident, 'agencyId' | 'id'>,
): Promise<ClosedCards> {
  const isSensitive = await sensitivityOf(ports.database.read, agencyId);
  return { isSensitive, openings: await openingsOf(ports.database.read, id) };
}

/**
 * Opens a sensitive card of the agency's incident: who did, and when, is stored and recorded in one transaction before `drawn`, what is
 * on the card, is returned; `within` is run in that transaction. Refuses one that the incident does not have, which is null (`not_found`), and one that is not sensitive,
 * because it is open already (`conflict`), and as `within` does.
 */
export async function openCard<Drawn>(
  ports: { database: Database; audit: Audit; clock: Clock; random: Random },
  request: {
    readonly agencyId: string;
    readonly incidentId: string;
    readonly card: string;
    readonly drawn: Drawn | null;
    readonly name: string;
    readonly actor: Actor;
    readonly origin: Origin;
    readonly within?: (tx: Transaction) => Promise<void>;
  },
): Promise<{ drawn: Drawn; opening: CardOpening }> {
  const { agencyId, incidentId, card, drawn, name, actor, origin } = request;
  if (drawn === null) throw refuse.notFound({ description: 'No card of this name here' });
  if (!(await sensitivityOf(ports.database.read, agencyId))(card)) {
    throw refuse.conflict({ description: 'This card is not sensitive; it is read with its incident' });
  }
  const opening = { card, name, at: ports.clock.now() };
  await ports.database.write(
    async (tx) => {
      await request.within?.(tx);
      const id = newUuid(ports.clock, ports.random);
      await insertOpening(tx.query, { ...opening, id, incidentId, agencyId, actorId: actor.id });
      await ports.audit.append(tx, {
        actor,
        agencyId,
        action: 'incident.card_opened',
        outcome: 'success',
        subject: incidentId,
        origin,
        detail: { card },
      });
    },
    { agencyId },
  );
  return { drawn, opening };
}
