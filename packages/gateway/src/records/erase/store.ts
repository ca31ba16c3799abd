import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';

/** How many of the agency's calls go on, and how many of its alerts nobody has answered. */
export async function countOpenIncidents(query: Kysely<Schema>, agencyId: string): Promise<number> {
  const { count } = await query
    .selectFrom('incidents')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('agency_id', '=', agencyId)
    .where((eb) =>
      eb.or([
        eb.and([eb('kind', '=', 'call'), eb('status', '=', 'ACTIVE')]),
        eb.and([eb('kind', '=', 'alert'), eb('status', 'in', ['NEW', 'DISPATCH_REQUESTED'])]),
      ]),
    )
    .executeTakeFirstOrThrow();
  return Number(count);
}
