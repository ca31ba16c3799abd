import { refuse } from '../../kernel/errors.ts';
import { mayCarry, type RoleHolder } from '../../people/rights/rights.ts';
import type { Client } from '../clients/types.ts';

/**
 * The scopes asked for, or all of the client's when none are named (RFC 6749 section 3.3). Refuses one the client may
 * not have with `invalid_scope`.
 */
export function chooseScopes(client: Client, requested: string | undefined): readonly string[] {
  const names = (requested ?? '').split(' ').filter((name) => name !== '');
  if (names.length === 0) return client.scopes;
  const foreign = names.find((name) => !client.scopes.includes(name));
  if (foreign !== undefined) {
    throw refuse.invalidScope({
      description: `This client may not have that scope; it may have: ${client.scopes.join(' ')}`,
    });
  }
  return [...new Set(names)];
}

/**
 * As `chooseScopes`, for a token of that person: the client's scopes that their role may use. Refuses with
 * `invalid_scope` one that is named and the role may not use, and a role that may use none of them.
 */
export function chooseScopesOfPerson(
  client: Client,
  requested: string | undefined,
  person: RoleHolder,
): readonly string[] {
  const chosen = chooseScopes(client, requested);
  const allowed = chosen.filter((scope) => mayCarry(person, scope));
  const isNamed = (requested ?? '').trim() !== '';
  if (allowed.length === 0 || (isNamed && allowed.length < chosen.length)) {
    const most = client.scopes.filter((scope) => mayCarry(person, scope));
    throw refuse.invalidScope({
      description: `Through this client, a person of this role may have ${most.length === 0 ? 'no scope' : `these scopes only: ${most.join(' ')}`}`,
    });
  }
  return allowed;
}
