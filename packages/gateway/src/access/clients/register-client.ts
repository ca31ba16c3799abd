import type { Actor } from '../../audit/types.ts';
import { refuse } from '../../kernel/errors.ts';
import { newUuid } from '../../kernel/random.ts';
import { hashSecret, newSecret, type Secret } from '../../kernel/secrets.ts';
import type { AccessParts } from '../parts.ts';
import { insertClient, insertSecret } from './store.ts';
import type { Client } from './types.ts';

export type ClientRegistration = Omit<Client, 'secrets' | 'disabledAt' | 'createdAt'>;

/**
 * Registers a client with its first secret, atomically with the audit record. `secret` is given by the sandbox alone;
 * otherwise it is made here and this answer is the only place it can be read. Refuses a taken id with `conflict`.
 */
export async function registerClient(
  { database, audit, clock, random, changes }: AccessParts,
  request: { registration: ClientRegistration; actor: Actor; secret?: Secret },
): Promise<{ clientSecret: Secret }> {
  const { registration, actor } = request;
  const secret = request.secret ?? newSecret(random);
  const now = clock.now();
  await database.write(async (tx) => {
    const isNew = await insertClient(tx.query, { ...registration, disabledAt: null, createdAt: now });
    if (!isNew) throw refuse.conflict({ description: `The client id ${registration.id} is taken` });
    await insertSecret(tx.query, {
      id: newUuid(clock, random),
      clientId: registration.id,
      secretHash: hashSecret(secret.reveal()),
      createdAt: now,
    });
    await changes.publish(tx, 'client', registration.id);
    await audit.append(tx, {
      actor,
      agencyId: registration.agencyId,
      action: 'client.registered',
      outcome: 'success',
      subject: registration.id,
      detail: { scopes: registration.scopes, grant_types: registration.grantTypes },
    });
  });
  return { clientSecret: secret };
}
