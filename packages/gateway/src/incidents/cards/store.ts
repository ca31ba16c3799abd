import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { CardOpening } from './types.ts';

const OPENINGS_AT_MOST = 200;

/** Who opened which cards of an incident, the newest first, at most 200. */
export async function openingsOf(query: Kysely<Schema>, incidentId: string): Promise<CardOpening[]> {
  const rows = await query
    .selectFrom('card_openings')
    .select(['card', 'name', 'opened_at'])
    .where('incident_id', '=', incidentId)
    .orderBy('opened_at', 'desc')
    .limit(OPENINGS_AT_MOST)
    .execute();
  return rows.map(({ card, name, opened_at: at }) => ({ card, name, at }));
}

export async function insertOpening(
  query: Kysely<Schema>,
  opening: CardOpening & { id: string; incidentId: string; agencyId: string; actorId: string },
): Promise<void> {
  const { id, incidentId, agencyId, actorId, card, name, at } = opening;
  await query
    .insertInto('card_openings')
    .values({ id, incident_id: incidentId, agency_id: agencyId, card, actor_id: actorId, name, opened_at: at })
    .execute();
}
