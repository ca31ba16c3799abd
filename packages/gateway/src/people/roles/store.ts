import type { Kysely, Selectable } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import { readRights } from '../rights/read-rights.ts';
import type { AgencyRole } from './types.ts';

const toRole = (row: Selectable<Schema['agency_roles']>): AgencyRole => ({
  id: row.id,
  title: row.title,
  isOwn: true,
  rights: readRights(row.rights),
});

/** The agency's own roles by title. */
export async function ownRolesOf(query: Kysely<Schema>, agencyId: string): Promise<AgencyRole[]> {
  const rows = await query
    .selectFrom('agency_roles')
    .selectAll()
    .where('agency_id', '=', agencyId)
    .orderBy('title')
    .execute();
  return rows.map(toRole);
}

/** The agency's own role of that id, which nobody changes or removes until the transaction ends; or nothing. */
export async function lockOwnRole(
  query: Kysely<Schema>,
  engine: 'sqlite' | 'postgres',
  key: { agencyId: string; id: string },
): Promise<AgencyRole | undefined> {
  const chosen = query
    .selectFrom('agency_roles')
    .selectAll()
    .where('agency_id', '=', key.agencyId)
    .where('id', '=', key.id);
  const row = await (engine === 'postgres' ? chosen.forUpdate() : chosen).executeTakeFirst();
  return row && toRole(row);
}

/** False, and nothing written, where the agency has a role of that title. */
export async function insertOwnRole(
  query: Kysely<Schema>,
  role: AgencyRole & { agencyId: string; createdAt: number },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await query
    .insertInto('agency_roles')
    .values({
      id: role.id,
      agency_id: role.agencyId,
      title: role.title,
      title_key: titleKey(role.title),
      rights: JSON.stringify([...role.rights]),
      created_at: role.createdAt,
    })
    .onConflict((conflict) => conflict.columns(['agency_id', 'title_key']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Titles differ by more than the case of their letters, because people choose a role by its title. */
function titleKey(title: string): string {
  return title.toLowerCase();
}

/** The id of the agency's own role of that title, whatever the case of its letters; or nothing. */
export async function ownRoleTitled(
  query: Kysely<Schema>,
  agencyId: string,
  title: string,
): Promise<string | undefined> {
  const row = await query
    .selectFrom('agency_roles')
    .select('id')
    .where('agency_id', '=', agencyId)
    .where('title_key', '=', titleKey(title))
    .executeTakeFirst();
  return row?.id;
}

/** Writes title and rights. The title is free: look first. */
export async function updateOwnRole(query: Kysely<Schema>, { id, title, rights }: AgencyRole): Promise<void> {
  await query
    .updateTable('agency_roles')
    .set({ title, title_key: titleKey(title), rights: JSON.stringify([...rights]) })
    .where('id', '=', id)
    .execute();
}

export async function deleteOwnRole(query: Kysely<Schema>, id: string): Promise<void> {
  await query.deleteFrom('agency_roles').where('id', '=', id).execute();
}

/** The people of the agency that have the role. */
export async function holdersOf(query: Kysely<Schema>, agencyId: string, role: string): Promise<string[]> {
  const rows = await query
    .selectFrom('users')
    .select('id')
    .where('agency_id', '=', agencyId)
    .where('role', '=', role)
    .execute();
  return rows.map(({ id }) => id);
}

/** How many people of the agency have each role. */
export async function holdersByRole(query: Kysely<Schema>, agencyId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await query
    .selectFrom('users')
    .select((eb) => ['role', eb.fn.countAll().as('people')])
    .where('agency_id', '=', agencyId)
    .groupBy('role')
    .execute();
  return new Map(rows.map(({ role, people }) => [role, Number(people)]));
}
