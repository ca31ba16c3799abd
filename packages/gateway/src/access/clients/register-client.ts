import type { Actor } from '../../audit/types.ts';
import { refuse } from '../../kernel/errors.ts';
import { newUuid } from '../../kernel/random.ts';
import { hashSecret, newSecret, Secret } from '../../kernel/secrets.ts';
import type { AccessParts } from '../parts.ts';
import { checkRedirectUri } from './redirect-uri.ts';
import { insertClient, insertSecret } from './store.ts';
import { type Client, type KeyUse, NO_KEY_USE, NO_REDIRECTION, type Redirection } from './types.ts';

export type ClientRegistration = Omit<
  Client,
  'secrets' | 'disabledAt' | 'createdAt' | keyof Redirection | keyof KeyUse
> &
  Partial<Redirection & KeyUse>;

function check(client: Omit<Client, 'secrets'>): void {
  client.redirectUris.forEach(checkRedirectUri);
  const asksForConsent = client.grantTypes.includes('authorization_code');
  if (asksForConsent !== client.redirectUris.length > 0) {
    throw refuse.invalidRequest({
      description: 'A client has redirect URIs if it uses authorization_code, and only then',
    });
  }
  // RFC 6749 section 4.4: a client that cannot keep a secret cannot speak for itself, nor for a password.
  const needsSecret = client.grantTypes.some((grant) => grant === 'client_credentials' || grant === 'password');
  if (client.isPublic && (needsSecret || client.isResourceServer)) {
    throw refuse.invalidRequest({
      description: 'A public client may not use client_credentials or password, nor introspect tokens of others',
    });
  }
  if (client.isPublic && client.keys.length > 0) {
    throw refuse.invalidRequest({ description: 'A client with keys proves who it is, and so is not public' });
  }
}

/**
 * Registers a client, atomically with the audit record. A confidential one gets its first secret, of which this answer is
 * the only readable copy; the sandbox alone gives its own. A public one and one with keys have none: the answer is the empty secret.
 * Refuses a taken id with `conflict`, and redirect URIs that must never be redirected to with `invalid_request`.
 */
export async function registerClient(
  { database, audit, clock, random, changes }: AccessParts,
  request: { registration: ClientRegistration; actor: Actor; secret?: Secret },
): Promise<{ clientSecret: Secret }> {
  const { actor } = request;
  const now = clock.now();
  const client = { ...NO_REDIRECTION, ...NO_KEY_USE, ...request.registration, disabledAt: null, createdAt: now };
  check(client);
  const hasSecret = !client.isPublic && client.keys.length === 0;
  const secret = hasSecret ? (request.secret ?? newSecret(random)) : new Secret('');
  await database.write(async (tx) => {
    if (!(await insertClient(tx.query, client))) {
      throw refuse.conflict({ description: `The client id ${client.id} is taken` });
    }
    if (hasSecret) {
      await insertSecret(tx.query, {
        id: newUuid(clock, random),
        clientId: client.id,
        secretHash: hashSecret(secret.reveal()),
        createdAt: now,
      });
    }
    await changes.publish(tx, 'client', client.id);
    await audit.append(tx, {
      actor,
      agencyId: client.agencyId,
      action: 'client.registered',
      outcome: 'success',
      subject: client.id,
      detail: { scopes: client.scopes, grant_types: client.grantTypes },
    });
  });
  return { clientSecret: secret };
}
