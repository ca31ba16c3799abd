import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import { roleTitle } from '../roles/role-title.ts';
import type { PersonFilter, ProvisionedPerson } from './types.ts';

/** The agency's people but those whom its directory removed; whoever was enabled again since is there again. */
function selectPeople(query: Kysely<Schema>, agencyId: string) {
  return query
    .selectFrom('users as u')
    .leftJoin('provisioned_people as p', 'p.user_id', 'u.id')
    .leftJoin('agency_roles as r', (join) => join.onRef('r.id', '=', 'u.role').onRef('r.agency_id', '=', 'u.agency_id'))
    .where('u.agency_id', '=', agencyId)
    .where((eb) => eb.or([eb('p.removed_at', 'is', null), eb('u.disabled_at', 'is', null)]));
}

function matching(query: Kysely<Schema>, agencyId: string, { id, email, externalId, isActive }: PersonFilter) {
  let people = selectPeople(query, agencyId);
  if (id !== undefined) people = people.where('u.id', '=', id);
  if (email !== undefined) people = people.where('u.email', '=', email);
  if (externalId !== undefined) people = people.where('p.external_id', '=', externalId);
  if (isActive !== undefined) people = people.where('u.disabled_at', isActive ? 'is' : 'is not', null);
  return people;
}

/** The agency's people that match, in the order in which they came: `limit` of them after the first `offset`. */
export async function listPeople(
  query: Kysely<Schema>,
  agencyId: string,
  { filter, offset, limit }: { filter: PersonFilter; offset: number; limit: number },
): Promise<ProvisionedPerson[]> {
  const rows = await matching(query, agencyId, filter)
    .select(['u.id', 'u.email', 'u.first_name', 'u.last_name', 'u.role', 'u.disabled_at', 'u.created_at'])
    .select(['p.external_id', 'r.title'])
    .orderBy('u.created_at')
    .orderBy('u.id')
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    firstName: row.first_name,
    lastName: row.last_name,
    role: row.role,
    roleTitle: roleTitle({ role: row.role, ...(row.title !== null && { ownRoleTitle: row.title }) }),
    isActive: row.disabled_at === null,
    externalId: row.external_id,
    createdAt: row.created_at,
  }));
}

export async function countPeople(query: Kysely<Schema>, agencyId: string, filter: PersonFilter): Promise<number> {
  const row = await matching(query, agencyId, filter)
    .select((eb) => eb.fn.countAll().as('people'))
    .executeTakeFirst();
  return Number(row?.people ?? 0);
}

export async function findProvisioned(
  query: Kysely<Schema>,
  agencyId: string,
  id: string,
): Promise<ProvisionedPerson | undefined> {
  const [person] = await listPeople(query, agencyId, { filter: { id }, offset: 0, limit: 1 });
  return person;
}

/** Who of the agency has which role, by role and name. */
export async function membersByRole(
  query: Kysely<Schema>,
  agencyId: string,
): Promise<{ id: string; firstName: string; lastName: string; role: string }[]> {
  const rows = await selectPeople(query, agencyId)
    .select(['u.id', 'u.first_name', 'u.last_name', 'u.role'])
    .orderBy('u.last_name')
    .orderBy('u.id')
    .execute();
  return rows.map((row) => ({ id: row.id, firstName: row.first_name, lastName: row.last_name, role: row.role }));
}

/** The person of that address whom the agency's directory removed, or nothing. */
export async function removedPerson(
  query: Kysely<Schema>,
  agencyId: string,
  email: string,
): Promise<string | undefined> {
  const row = await query
    .selectFrom('users as u')
    .innerJoin('provisioned_people as p', 'p.user_id', 'u.id')
    .select('u.id')
    .where('u.agency_id', '=', agencyId)
    .where('u.email', '=', email)
    .where('u.disabled_at', 'is not', null)
    .where('p.removed_at', 'is not', null)
    .executeTakeFirst();
  return row?.id;
}

interface Provisioned {
  readonly userId: string;
  readonly agencyId: string;
  readonly at: number;
}

function insertProvisioned(
  query: Kysely<Schema>,
  { userId, agencyId, at }: Provisioned,
  stated: { external_id: string | null; removed_at: number | null },
) {
  return query
    .insertInto('provisioned_people')
    .values({ user_id: userId, agency_id: agencyId, provisioned_at: at, ...stated });
}

/** Writes what the directory calls the person, and that it has not removed them. */
export async function saveProvisioned(
  query: Kysely<Schema>,
  person: Provisioned & { externalId: string | null },
): Promise<void> {
  const { externalId } = person;
  await insertProvisioned(query, person, { external_id: externalId, removed_at: null })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ external_id: externalId, removed_at: null }))
    .execute();
}

export async function markRemoved(query: Kysely<Schema>, person: Provisioned): Promise<void> {
  await insertProvisioned(query, person, { external_id: null, removed_at: person.at })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ removed_at: person.at }))
    .execute();
}

/** Notes that the agency's directory decides about the person, where that is not noted yet. */
export async function markProvisioned(query: Kysely<Schema>, person: Provisioned): Promise<void> {
  await insertProvisioned(query, person, { external_id: null, removed_at: null })
    .onConflict((conflict) => conflict.column('user_id').doNothing())
    .execute();
}
