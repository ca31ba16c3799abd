import type { Actor } from '../../audit/types.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { AccessParts } from '../parts.ts';
import { type Agency, insertAgency } from './store.ts';

const ID = /^[a-z0-9][a-z0-9-]{1,62}$/;

/** Adds a tenant, atomically with its audit record. Refuses a malformed id (`invalid_request`) and a taken one (`conflict`). */
export async function addAgency(
  { database, audit, clock }: AccessParts,
  request: { agency: Agency; actor: Actor; origin?: Origin },
): Promise<Agency> {
  const { id, name } = request.agency;
  if (!ID.test(id)) {
    throw refuse.invalidRequest({ description: 'An agency id is 2 to 63 lower-case letters, digits and hyphens' });
  }
  if (name.trim() === '') throw refuse.invalidRequest({ description: 'An agency needs a name' });
  return database.write(async (tx) => {
    const isNew = await insertAgency(tx.query, { id, name: name.trim(), createdAt: clock.now() });
    if (!isNew) throw refuse.conflict({ description: `The agency id ${id} is taken` });
    await audit.append(tx, {
      actor: request.actor,
      agencyId: id,
      action: 'agency.added',
      outcome: 'success',
      subject: id,
      ...(request.origin && { origin: request.origin }),
    });
    return { id, name: name.trim() };
  });
}
