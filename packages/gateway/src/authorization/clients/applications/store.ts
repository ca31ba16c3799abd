import type { Kysely } from 'kysely';
import type { Schema } from '../../../database/schema.ts';

/** What every client is of: a product, by the name that agencies read, and whose it is. */
export interface NamedApplication {
  readonly id: string;
  readonly name: string;
  readonly ownerName: string | null;
}

/** Adds an application; one that is there stays as it is. */
export async function addApplication(
  query: Kysely<Schema>,
  { id, name, ownerName, createdAt }: NamedApplication & { createdAt: number },
): Promise<void> {
  await query
    .insertInto('applications')
    .values({ id, name, owner_name: ownerName, created_at: createdAt })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

export async function renameApplication(
  query: Kysely<Schema>,
  { id, name, ownerName }: NamedApplication,
): Promise<void> {
  await query.updateTable('applications').set({ name, owner_name: ownerName }).where('id', '=', id).execute();
}
