import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { hashSecret, newSecret, Secret } from '../../kernel/secrets.ts';
import { checkMayHandOut } from '../../people/roles/may-give.ts';
import { checkSignInUse, type EndpointCheck, withCheckedEndpoint } from './check-sign-in-use.ts';
import { checkRedirectUri } from './redirect-uri.ts';
import { insertClient, insertSecret } from './store.ts';
import { type Client, type KeyUse, NO_KEY_USE, NO_REDIRECTION, type Redirection } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly changes: ChangeFeed;
}

export type ClientRegistration = Omit<
  Client,
  'secrets' | 'disabledAt' | 'createdAt' | keyof Redirection | keyof KeyUse
> &
  Partial<Redirection & KeyUse>;

const USER_ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** RFC 6749 appendix A.1, without what a form or Basic encodes in more than one way. */
const CLIENT_ID = /^[\x20-\x24\x26-\x2a\x2c-\x39\x3b-\x7e]{1,100}$/;

function check(client: Omit<Client, 'secrets'>): void {
  if (!CLIENT_ID.test(client.id) || client.id.trim() !== client.id) {
    throw refuse.invalidRequest({
      description:
        'A client id must be 1 to 100 printable ASCII characters without ":", "%" and "+", and no space at either end',
    });
  }
  // RFC 9700 section 4.15: both can be the subject of a token, so that no client may have the id of a user.
  if (USER_ID.test(client.id)) {
    throw refuse.invalidRequest({ description: 'A client id may not look like the id of a user, a UUID' });
  }
  for (const uri of client.redirectUris) checkRedirectUri(uri);
  checkSignInUse(client);
  // RFC 9700 section 2.4: the password grant is an exception a client is marked for.
  if (client.grantTypes.includes('password') && !client.settings.legacy.passwordGrant) {
    throw refuse.invalidRequest({ description: 'The password grant needs its legacy mark' });
  }
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
 * Part of the caller's transaction: the client, its first secret where one is given, and the audit record. False, and nothing
 * written, where the id is taken. Refuses choices that do not fit together, and redirect URIs that must never be redirected to,
 * with `invalid_request`.
 */
export async function addRegistration(
  { audit, clock, random, changes }: Pick<Ports, 'audit' | 'clock' | 'random' | 'changes'>,
  tx: Transaction,
  request: { registration: ClientRegistration; actor: Actor; origin?: Origin; secret: Secret | null },
): Promise<boolean> {
  const { actor, origin, secret } = request;
  const now = clock.now();
  const client = { ...NO_REDIRECTION, ...NO_KEY_USE, ...request.registration, disabledAt: null, createdAt: now };
  check(client);
  await checkMayHandOut(tx, actor, client.scopes);
  if (!(await insertClient(tx.query, client))) return false;
  if (secret !== null) {
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
    ...(origin && { origin }),
    detail: { scopes: client.scopes, grant_types: client.grantTypes },
  });
  return true;
}

/**
 * Registers a client, atomically with the audit record. A confidential one gets its first secret, of which this answer is
 * the only readable copy; the sandbox alone gives its own. A public one and one with keys have none: the answer is the empty secret.
 * Refuses a taken id with `conflict`, and what `addRegistration` refuses.
 */
export async function registerClient(
  ports: Ports & EndpointCheck,
  request: { registration: ClientRegistration; actor: Actor; secret?: Secret },
): Promise<{ clientSecret: Secret }> {
  const { actor } = request;
  const registration = await withCheckedEndpoint(ports, request.registration);
  const hasSecret = registration.isPublic !== true && (registration.keys ?? []).length === 0;
  const secret = hasSecret ? (request.secret ?? newSecret(ports.random)) : null;
  await ports.database.write(async (tx) => {
    if (await addRegistration(ports, tx, { registration, actor, secret })) return;
    throw refuse.conflict({ description: `The client id ${registration.id} is taken` });
  });
  return { clientSecret: secret ?? new Secret('') };
}
