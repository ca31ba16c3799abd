import type { Actor } from '../../audit/types.ts';
import type { Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { AGENCY_RIGHTS, type Right, rightsOfPerson, rightsOfScopes } from '../rights/rights.ts';
import { findUser } from '../users/store.ts';

/**
 * True where the actor may do all of `rights`. The command line of the machine and the server itself may everything; so may a
 * client, because what it administers is what its scope is for.
 */
export async function mayAll(tx: Transaction, actor: Actor, rights: ReadonlySet<Right>): Promise<boolean> {
  if (actor.kind !== 'user') return true;
  const person = await findUser(tx.query, actor.id);
  const own: ReadonlySet<Right> = person === undefined ? new Set() : rightsOfPerson(person);
  return [...rights].every((right) => own.has(right));
}

/**
 * Refuses with `forbidden` who would give, or administer somebody who has, a right that they have not: with a password link for
 * an administrator, they would be one.
 */
export async function checkMayAll(tx: Transaction, actor: Actor, rights: ReadonlySet<Right>): Promise<void> {
  if (await mayAll(tx, actor, rights)) return;
  throw refuse.forbidden({
    description: 'This person or role may do more than you; ask somebody who may do as much',
    logDetail: 'a right of the role is missing',
  });
}

/**
 * Refuses with `forbidden` who would hand out credentials of a client that gives roles, and may not all that an administrator may:
 * with them, they would be one.
 */
export async function checkMayHandOut(tx: Transaction, actor: Actor, scopes: readonly string[]): Promise<void> {
  if (!rightsOfScopes(scopes).has('people:provision')) return;
  if (await mayAll(tx, actor, new Set(AGENCY_RIGHTS))) return;
  throw refuse.forbidden({
    description:
      'A client with the scope people:provision makes administrators; ask an administrator for its credentials',
    logDetail: 'a right of an administrator is missing',
  });
}
