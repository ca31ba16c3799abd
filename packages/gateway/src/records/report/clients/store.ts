import { type Kysely, sql } from 'kysely';
import type { Engine } from '../../../database/database.ts';
import type { Schema } from '../../../database/schema.ts';
import type { AskedPart, DayPart } from '../parts/days.ts';
import { member, whole } from '../parts/store.ts';

/** Written as they are in the partial indexes, which are used by no query without them. */
const REFUSED = sql<boolean>`outcome = 'refused'`;
const ANONYMOUS = sql<boolean>`actor_kind = 'anonymous'`;

/** The client of a record: who did it or, with a person's password, who carried that. */
const clientOf = (engine: Engine) =>
  sql<string | null>`CASE WHEN actor_kind = 'client' THEN actor_id
    WHEN action = 'token.issued' THEN ${member(engine, sql.ref('detail'), 'client_id')} END`;

function recorded(query: Kysely<Schema>, engine: Engine, { agencyId, part }: AskedPart) {
  return query
    .selectFrom('audit_records')
    .where('agency_id', '=', agencyId)
    .where('at', '>=', part.from)
    .where('at', '<', part.until)
    .select((eb) => [clientOf(engine).as('client_id'), eb.fn.countAll<number | string>().as('count')])
    .groupBy('client_id');
}

/** The tokens that clients were given, by client. */
export function tokensQuery(query: Kysely<Schema>, engine: Engine, asked: AskedPart) {
  return recorded(query, engine, asked).where('action', '=', 'token.issued').where('outcome', '=', 'success');
}

/** What was refused to clients that had proved who they are, by client; `audit_refusals_of_agency` finds it. */
export function refusalsQuery(query: Kysely<Schema>, engine: Engine, asked: AskedPart) {
  return recorded(query, engine, asked).where(REFUSED);
}

/** What was refused to whoever claimed to be that client and did not prove it; `audit_refusals_by_claim` finds it. */
export function claimsQuery(query: Kysely<Schema>, clientId: string, span: Pick<DayPart, 'from' | 'until'>) {
  return query
    .selectFrom('audit_records')
    .where('subject', '=', clientId)
    .where(REFUSED)
    .where(ANONYMOUS)
    .where('at', '>=', span.from)
    .where('at', '<', span.until)
    .select((eb) => eb.fn.countAll<number | string>().as('count'));
}

type ClientRow = { readonly client_id: string | null; readonly count: number | string };

/** What is of no client is left out. */
const ofClients = (rows: readonly ClientRow[]) =>
  rows.flatMap(({ client_id: clientId, count }) => (clientId === null ? [] : [{ clientId, count: whole(count) }]));

/** Tokens and refusals of one part. */
export async function clientsOfPart(query: Kysely<Schema>, engine: Engine, asked: AskedPart) {
  return {
    tokens: ofClients(await tokensQuery(query, engine, asked).execute()),
    refusals: ofClients(await refusalsQuery(query, engine, asked).execute()),
  };
}

/**
 * For each client of the agency, disabled ones too, how often somebody was refused who only claimed to be it. Of a whole span at once:
 * an address has an allowance of such records.
 */
export async function claimsOf(
  query: Kysely<Schema>,
  agencyId: string,
  span: Pick<DayPart, 'from' | 'until'>,
): Promise<{ clientId: string; count: number }[]> {
  const clients = await query.selectFrom('clients').select('id').where('agency_id', '=', agencyId).execute();
  const claims: { clientId: string; count: number }[] = [];
  for (const { id } of clients) {
    const row = await claimsQuery(query, id, span).executeTakeFirst();
    const count = whole(row?.count ?? null);
    if (count > 0) claims.push({ clientId: id, count });
  }
  return claims;
}

/** How those clients are called, by id. */
export async function clientNames(query: Kysely<Schema>, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await query
    .selectFrom('clients')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
