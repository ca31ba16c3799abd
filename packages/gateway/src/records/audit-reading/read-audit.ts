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

/** What somebody typed, who may have guessed it: what they looked for, and the client they stated to be. */
const TYPED_MEMBER = 'claimed_client';
const TYPED_SUBJECT_ACTION = 'incident.looked_up';

/**
 * The ids in a record: who did it, to whom or what, in which agency, and those in its detail; apart from them those that somebody
 * typed.
 */
function idsOf({ actor_id, subject, agency_id, action, detail }: AuditRecord) {
  const isOfWebhook = action.startsWith('webhook.') && subject !== null && /^\d{1,15}$/.test(subject);
  const members = Object.entries(JSON.parse(detail) as Record<string, unknown>)
    .flatMap(([member, value]) =>
      typeof value === 'string' && (UUID.test(value) || CHOSEN_MEMBERS.has(member)) ? [{ member, value }] : [],
    )
    .slice(0, OF_ONE_RECORD);
  const isTyped = action === TYPED_SUBJECT_ACTION;
  const valuesOf = (typed: boolean) =>
    members.filter(({ member }) => (member === TYPED_MEMBER) === typed).map(({ value }) => value);
  return {
    stated: [actor_id, isTyped ? null : subject, agency_id, ...valuesOf(false)].filter(isId),
    typed: [isTyped ? subject : null, ...valuesOf(true)].filter(isId),
    webhookId: isOfWebhook ? Number(subject) : null,
  };
}

function isId(id: string | null): id is string {
  return id !== null && id.length <= LONGEST_ID && (UUID.test(id) || CHOSEN.test(id));
}

/**
 * As `searchAudit`, with the names of whom and what its records and its filter state by an id, read by one statement: of the
 * agency's own, and, where a record states them and nobody typed them, of other agencies, of clients of several and of those who run the installation;
 * those also read developers and applications. What has been removed since has none.
 */
export async function readAudit(
  ports: { database: Database; audit: Audit },
  search: AuditSearch,
): Promise<AuditPage & { readonly names: readonly Named[] }> {
  const page = await searchAudit(ports, search);
  const found = page.records.map(idsOf);
  const statedIds = [...new Set(found.flatMap(({ stated }) => stated))];
  const ids = [...new Set([...search.filter.involved, ...found.flatMap(({ typed }) => typed), ...statedIds])];
  const webhookIds = new Set(found.flatMap(({ webhookId }) => (webhookId === null ? [] : [webhookId])));
  const { read, engine } = ports.database;
  const { agencyId } = search.filter;
  const names = await findNames(read, engine, { ids, statedIds, webhookIds: [...webhookIds], agencyId });
  return { ...page, names };
}
