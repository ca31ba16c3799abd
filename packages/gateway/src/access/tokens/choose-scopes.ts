import { refuse } from '../../kernel/errors.ts';
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
