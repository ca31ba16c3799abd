import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { ClientDirectory } from '../clients/client-directory.ts';
import { isEnabled } from '../clients/types.ts';
import { giverOf } from '../grants/grant-giver.ts';
import { grantsInForce } from '../grants/store.ts';

interface Ports {
  readonly database: Database;
  readonly clock: Clock;
  readonly clients: ClientDirectory;
  readonly publicUrl: string;
}

/** An application that a person opens signed in. */
export interface OpenableApplication {
  readonly clientId: string;
  readonly name: string;
  readonly ownerName: string | null;
  /** Where it starts a sign-in by itself (OpenID Connect Core 1.0 section 4), with `iss`. */
  readonly url: string;
}

function withIssuer(uri: string, issuer: string): string {
  return `${uri}${uri.includes('?') ? '&' : '?'}${new URLSearchParams({ iss: issuer })}`;
}

/** The applications that the agency's people may sign in to by its consent and that state where they start, by name. */
export async function listOpenable(ports: Ports, agencyId: string | null): Promise<OpenableApplication[]> {
  if (agencyId === null) return [];
  const found = new Map<string, OpenableApplication>();
  for (const grant of await grantsInForce(ports.database.read, agencyId, ports.clock.now())) {
    if (found.has(grant.clientId) || !grant.scopes.includes('openid')) continue;
    const client = await ports.clients.find(grant.clientId);
    if (client === undefined || !isEnabled(client) || client.initiateLoginUri === null) continue;
    if ((await giverOf(ports, grant)) === undefined) continue;
    const { id: clientId, name, ownerName, initiateLoginUri } = client;
    found.set(clientId, { clientId, name, ownerName, url: withIssuer(initiateLoginUri, ports.publicUrl) });
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.clientId < b.clientId ? -1 : 1));
}
