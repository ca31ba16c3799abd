import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { hashSecret, newSecret, Secret } from '../../kernel/secrets.ts';
import type { DeeplinkView } from '../clients/types.ts';
import { giverOf } from '../grants/grant-giver.ts';
import { lockMaker } from '../grants/lock-maker.ts';
import { findGrant } from '../grants/store.ts';
import { actorOf, type Principal } from '../principals/principal.ts';
import { isSignInAlone } from '../sign-ins/types.ts';
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

/** Refuses with `invalid_token` a token of a sign-in whose session ended a moment ago, before the token is void everywhere. */
async function checkSignInGoesOn(ports: Pick<Ports, 'database' | 'clock'>, { grantId }: Principal): Promise<void> {
  const grant = grantId === undefined ? undefined : await findGrant(ports.database.read, grantId);
  if (grant !== undefined && isSignInAlone(grant.scopes) && (await giverOf(ports, grant)) === undefined) {
    throw refuse.invalidToken({ description: 'The sign-in is over; ask the person to sign in again' });
  }
}

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
        'A deeplink opens the portal as a user; ask for the token with authorization_code or the password grant and a user of the agency',
    });
  }
  await checkSignInGoesOn({ database, clock }, principal);
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
