import type { Audit } from '../audit/append-record.ts';
import type { Actor } from '../audit/types.ts';
import type { Database } from '../database/database.ts';
import { refuse } from '../kernel/errors.ts';
import type { Origin } from '../kernel/origin.ts';
import { readTimeZone } from '../kernel/time-zone.ts';
import { type Agency, findAgency, updateTimeZone } from './store.ts';

/**
 * Sets the IANA time zone in which an agency's times are shown, atomically with its audit record. Refuses a name that is none
 * (`invalid_request`) and an agency that is not there (`not_found`).
 */
export async function setTimeZone(
  { database, audit }: { database: Database; audit: Audit },
  request: { agencyId: string; timeZone: string; name: string; actor: Actor; origin?: Origin },
): Promise<Agency> {
  const { agencyId, actor, origin } = request;
  const timeZone = readTimeZone(request.timeZone, request.name);
  return database.write(async (tx) => {
    const isThere = await updateTimeZone(tx.query, agencyId, timeZone);
    const agency = isThere ? await findAgency(tx.query, agencyId) : undefined;
    if (agency === undefined) throw refuse.notFound({ description: `No agency has the id ${agencyId}` });
    await audit.append(tx, {
      actor,
      agencyId,
      action: 'agency.time_zone_set',
      outcome: 'success',
      subject: agencyId,
      ...(origin && { origin }),
      detail: { time_zone: timeZone },
    });
    return agency;
  });
}
