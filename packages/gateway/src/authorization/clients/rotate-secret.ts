import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { hashSecret, newSecret, type Secret } from '../../kernel/secrets.ts';
import { checkMayHandOut } from '../../people/roles/may-give.ts';
import { deleteSecret, findClient, insertSecret, lockClient } from './store.ts';
import type { Client } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly changes: ChangeFeed;
}

/** Two, so that a partner can change over without an outage, and no more, so that old ones are removed. */
const SECRETS_AT_A_TIME = 2;

interface SecretRequest {
  readonly client: Client;
  readonly actor: Actor;
  readonly origin?: Origin;
}

interface ClientSecretRequest {
  readonly clientId: string;
  readonly actor: Actor;
  readonly origin: Origin | undefined;
}

async function reread({ database }: { database: Database }, client: Client): Promise<Client> {
  return (await findClient(database.read, client.id)) ?? client;
}

/** Adds a second secret beside the first; this answer is the only place it can be read. Refuses a third, and one for a client with keys, with `conflict`. */
export async function addClientSecret(
  ports: Ports,
  { client, actor, origin }: SecretRequest,
): Promise<{ client: Client; secretId: string; clientSecret: Secret }> {
  const added = await ports.database.write((tx) => addSecretIn(ports, tx, { clientId: client.id, actor, origin }));
  return { client: await reread(ports, client), ...added };
}

/** As `addClientSecret`, as a part of the caller's transaction. */
export async function addSecretIn(
  { audit, changes, clock, random }: Pick<Ports, 'audit' | 'clock' | 'random' | 'changes'>,
  tx: Transaction,
  { clientId, actor, origin }: ClientSecretRequest,
): Promise<{ secretId: string; clientSecret: Secret }> {
  const secret = newSecret(random);
  const secretId = newUuid(clock, random);
  await lockClient(tx.query, clientId);
  const current = await findClient(tx.query, clientId);
  await checkMayHandOut(tx, actor, current?.scopes ?? []);
  // RFC 9700 section 2.5: a secret beside the keys would be the weaker of two doors.
  if ((current?.keys.length ?? 0) > 0) {
    throw refuse.conflict({ description: 'This client signs in with its keys and has no secret' });
  }
  if ((current?.secrets.length ?? 0) >= SECRETS_AT_A_TIME) {
    throw refuse.conflict({ description: 'Two secrets are valid already; remove the one no longer used first' });
  }
  await insertSecret(tx.query, {
    id: secretId,
    clientId,
    secretHash: hashSecret(secret.reveal()),
    createdAt: clock.now(),
  });
  await changes.publish(tx, 'client', clientId);
  await audit.append(tx, {
    actor,
    agencyId: current?.agencyId ?? null,
    action: 'client.secret_added',
    outcome: 'success',
    subject: clientId,
    ...(origin && { origin }),
    detail: { secret_id: secretId },
  });
  return { secretId, clientSecret: secret };
}

/** Removes a secret; it is refused on every process within a second. Refuses to remove the last one (`conflict`). */
export async function removeClientSecret(
  ports: Pick<Ports, 'database' | 'audit' | 'changes'>,
  { client, actor, origin, secretId }: SecretRequest & { secretId: string },
): Promise<Client> {
  await ports.database.write((tx) => removeSecretIn(ports, tx, { clientId: client.id, actor, origin, secretId }));
  return reread(ports, client);
}

/** As `removeClientSecret`, as a part of the caller's transaction. */
export async function removeSecretIn(
  { audit, changes }: { audit: Audit; changes: ChangeFeed },
  tx: Transaction,
  { clientId, actor, origin, secretId }: ClientSecretRequest & { secretId: string },
): Promise<void> {
  await lockClient(tx.query, clientId);
  const current = await findClient(tx.query, clientId);
  if (!current?.secrets.some(({ id }) => id === secretId)) {
    throw refuse.notFound({ description: 'No secret with this id' });
  }
  if (current.secrets.length === 1) {
    throw refuse.conflict({ description: 'This is the only secret; add another one first, or disable the client' });
  }
  await deleteSecret(tx.query, clientId, secretId);
  await changes.publish(tx, 'client', clientId);
  await audit.append(tx, {
    actor,
    agencyId: current.agencyId,
    action: 'client.secret_removed',
    outcome: 'success',
    subject: clientId,
    ...(origin && { origin }),
    detail: { secret_id: secretId },
  });
}
