import type { Audit } from '../audit/append-record.ts';
import type { DeeplinkView } from '../authorization/clients/types.ts';
import { createDeeplink } from '../authorization/deeplinks/create-deeplink.ts';
import type { Principal } from '../authorization/principals/principal.ts';
import type { Database } from '../database/database.ts';
import { findIncidentQuery, type IdForm, readIncidentQuery } from '../incidents/search/incident-query.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Origin } from '../kernel/origin.ts';
import type { Random } from '../kernel/random.ts';
import type { Secret } from '../kernel/secrets.ts';

/**
 * A URL that opens the portal on one caller or alert, as `createDeeplink` makes it. Refuses what is no query
 * (`invalid_request`).
 */
export async function deeplinkToQuery(
  ports: { database: Database; audit: Audit; clock: Clock; random: Random; publicUrl: string },
  request: { principal: Principal; query: string; ids: IdForm; view: DeeplinkView | undefined; origin: Origin },
): Promise<Secret> {
  const { agencyId } = request.principal;
  const { query: given, ids } = request;
  const query =
    agencyId === null ? readIncidentQuery(given, ids) : await findIncidentQuery(ports, agencyId, given, ids);
  return createDeeplink(ports, { ...request, query });
}
