import type { Kysely, Selectable } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import { fromStoredFields, toStoredFields } from './stored-answer-fields.ts';
import { type Callflow, plainCallflow } from './types.ts';

/** Every agency but the first, which has a column of its own, and what the callflow sends besides. */
type StoredSettings = Partial<Omit<Callflow, 'name' | 'agencyIds' | 'answersWith'>> & {
  readonly furtherAgencyIds?: readonly string[];
  readonly answersWith?: readonly string[];
};

/** What a stored callflow does not state is as in a plain one. */
export function toCallflow(row: Selectable<Schema['callflows']>): Callflow {
  const { furtherAgencyIds = [], answersWith, ...settings } = JSON.parse(row.settings) as StoredSettings;
  return plainCallflow(row.name, row.agency_id, {
    ...settings,
    ...(answersWith !== undefined && { answersWith: fromStoredFields(answersWith) }),
    agencyIds: [row.agency_id, ...furtherAgencyIds],
  });
}

/** Adds the callflow, or puts it in the place of the client's of that name. */
export async function saveCallflow(query: Kysely<Schema>, clientId: string, callflow: Callflow): Promise<void> {
  const { name, agencyIds, ...rest } = callflow;
  const [agencyId = '', ...furtherAgencyIds] = agencyIds;
  const settings: StoredSettings = { ...rest, answersWith: toStoredFields(rest.answersWith), furtherAgencyIds };
  const row = { agency_id: agencyId, settings: JSON.stringify(settings) };
  await query
    .insertInto('callflows')
    .values({ client_id: clientId, name, ...row })
    .onConflict((conflict) => conflict.columns(['client_id', 'name']).doUpdateSet(row))
    .execute();
}

export async function deleteCallflow(query: Kysely<Schema>, clientId: string, name: string): Promise<void> {
  await query.deleteFrom('callflows').where('client_id', '=', clientId).where('name', '=', name).execute();
}

/** Locks the callflow until the transaction ends, so that alerts that may be of either agency take turns. */
export async function lockCallflow(query: Kysely<Schema>, clientId: string, name: string): Promise<void> {
  await query
    .updateTable('callflows')
    .set((eb) => ({ name: eb.ref('name') }))
    .where('client_id', '=', clientId)
    .where('name', '=', name)
    .execute();
}

/** The callflows that choose this agency by its boundary. */
export async function callflowsByPosition(
  query: Kysely<Schema>,
  agencyId: string,
): Promise<{ clientId: string; name: string }[]> {
  const rows = await query.selectFrom('callflows').selectAll().orderBy('client_id').orderBy('name').execute();
  return rows
    .map((row) => ({ clientId: row.client_id, callflow: toCallflow(row) }))
    .filter(({ callflow }) => callflow.routing === 'position' && callflow.agencyIds.includes(agencyId))
    .map(({ clientId, callflow }) => ({ clientId, name: callflow.name }));
}
