import { refuse } from '../../kernel/errors.ts';
import type { ClientDirectory } from '../clients/client-directory.ts';
import { type Client, isEnabled } from '../clients/types.ts';

/**
 * The client every personal token belongs to, of no agency and of every one. It has no secret and no redirect URI, so
 * nobody can authenticate as it. The migration that made the table's other half makes its row too.
 */
export const PERSONAL_CLIENT_ID = 'personal-tokens';

/** The client of personal tokens. Refuses with `forbidden` where the installation has switched them off. */
export async function personalClient({ clients }: { clients: ClientDirectory }): Promise<Client> {
  const client = await clients.find(PERSONAL_CLIENT_ID);
  if (client === undefined || !isEnabled(client)) {
    throw refuse.forbidden({ description: 'Personal tokens are not used in this installation' });
  }
  return client;
}

/** True for a personal token, which is its person's own and ends with their access. */
export function isPersonal({ clientId }: { readonly clientId: string }): boolean {
  return clientId === PERSONAL_CLIENT_ID;
}
