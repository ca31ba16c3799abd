import type { Audit } from '../../audit/append-record.ts';
import { type AuditPage, type AuditSearch, searchAudit } from '../../audit/search/search-audit.ts';
import type { AuditRecord } from '../../audit/types.ts';
import type { Database } from '../../database/database.ts';
import { findNames } from './store.ts';
import type { Named } from './types.ts';

const LONGEST_ID = 64;
/** The most texts of one record that are looked for; what lists more states them by what they are. */
const OF_ONE_RECORD = 40;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
/** What people chose as the id of a client or an agency. */
const CHOSEN = /^[a-z0-9][a-z0-9._-]{1,62}$/;
/** The members of a detail that state such an id; in every other one the same letters are a word. */
const CHOSEN_MEMBERS = new Set(['client_id', 'claimed_client', 'agency_id', 'from', 'to']);

/** The ids in a record: who did it, to whom or what, in which agency, and those in its detail. */
function idsOf({ actor_id, subject, agency_id, action, detail }: AuditRecord) {
  const isOfWebhook = action.startsWith('webhook.') && subject !== null && /^\d{1,15}$/.test(subject);
  const stated = Object.entries(JSON.parse(detail) as Record<string, unknown>).flatMap(([member, value]) =>
    typeof value === 'string' && (UUID.test(value) || CHOSEN_MEMBERS.has(member)) ? [value] : [],
  );
  const ids = [actor_id, subject, agency_id, ...stated.slice(0, OF_ONE_RECORD)].filter(
    (id): id is string => id !== null && id.length <= LONGEST_ID && (UUID.test(id) || CHOSEN.test(id)),
  );
  return { ids, webhookId: isOfWebhook ? Number(subject) : null };
}

/**
 * As `searchAudit`, with the names of whom and what its records and its filter state by an id, read by one statement: of the
 * agency's own, and, where a record states them, of other agencies, of clients of several and of those who run the installation;
 * those also read developers and applications. What has been removed since has none.
 */
export async function readAudit(
  ports: { database: Database; audit: Audit },
  search: AuditSearch,
): Promise<AuditPage & { readonly names: readonly Named[] }> {
  const page = await searchAudit(ports, search);
  const found = page.records.map(idsOf);
  const statedIds = [...new Set(found.flatMap((each) => each.ids))];
  const ids = [...new Set([...search.filter.involved, ...statedIds])];
  const webhookIds = new Set(found.flatMap(({ webhookId }) => (webhookId === null ? [] : [webhookId])));
  const { read, engine } = ports.database;
  const { agencyId } = search.filter;
  const names = await findNames(read, engine, { ids, statedIds, webhookIds: [...webhookIds], agencyId });
  return { ...page, names };
}
