import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { hashSecret, newSecret, Secret } from '../../kernel/secrets.ts';
import type { DeeplinkView } from '../clients/types.ts';
import { lockMaker } from '../grants/lock-maker.ts';
import { actorOf, type Principal } from '../principals/principal.ts';
import { type DeeplinkQuery, insertDeeplink } from './store.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
}

/** Seed RapidSOS iRP: the session of a deeplink is valid for one hour. */
const DEEPLINK_TTL_MS = 3_600_000;

/**
 * A URL that opens the portal as the token's user on `query`, for one hour from now; atomically with its audit record.
 * The ticket in it is random and stored hashed. Refuses a token that names no user with `forbidden`.
 */
export async function createDeeplink(
  { database, audit, clock, random, publicUrl }: Ports,
  request: { principal: Principal; query: DeeplinkQuery; view: DeeplinkView | undefined; origin: Origin },
): Promise<Secret> {
  const { principal, query, origin } = request;
  const { user, client, agencyId } = principal;
  if (user === null || client === null || agencyId === null) {
    throw refuse.forbidden({
      description:
        'A deeplink opens the portal as a user; ask for the token with the password grant and a user of the agency',
    });
  }
  const ticket = newSecret(random);
  const createdAt = clock.now();
  const deeplink = {
    id: newUuid(clock, random),
    userId: user.id,
    clientId: client.id,
    agencyId,
    query,
    view: request.view ?? client.settings.deeplinkView,
    createdAt,
    expiresAt: createdAt + DEEPLINK_TTL_MS,
    ownerHash: null,
    endedAt: null,
  };
  await database.write(async (tx) => {
    await lockMaker({ database, clock }, tx, { user, grantId: principal.grantId });
    await insertDeeplink(tx.query, deeplink, hashSecret(ticket.reveal()));
    await audit.append(tx, {
      actor: actorOf(principal),
      agencyId,
      action: 'deeplink.created',
      outcome: 'success',
      subject: deeplink.id,
      origin,
      detail: { client_id: client.id, query_kind: query.kind, query: query.value, view: deeplink.view },
    });
  });
  return new Secret(`${publicUrl}/d/${ticket.reveal()}`);
}
