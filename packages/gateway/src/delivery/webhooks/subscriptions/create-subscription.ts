import type { Audit } from '../../../audit/append-record.ts';
import type { Actor } from '../../../audit/types.ts';
import type { ClientDirectory } from '../../../authorization/clients/client-directory.ts';
import { agenciesOf } from '../../../authorization/clients/types.ts';
import { lockMaker } from '../../../authorization/grants/lock-maker.ts';
import type { Database } from '../../../database/database.ts';
import { findPosition } from '../../../incidents/events/read-events.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { refuse } from '../../../kernel/errors.ts';
import type { Origin } from '../../../kernel/origin.ts';
import type { Random } from '../../../kernel/random.ts';
import { type Seal, secretPurpose } from '../../../kernel/seal.ts';
import type { Secret } from '../../../kernel/secrets.ts';
import type { WebhookEncoders } from '../encoders/types.ts';
import { newWebhookSecret } from '../secrets/sign-message.ts';
import {
  type GivenAuthentication,
  makerOf,
  NEW_HEALTH,
  type Subscription,
  type SubscriptionOwner,
} from '../subscription/types.ts';
import { checkEndpoint, checkEventTypes, type EndpointPorts, sealAuthentication } from './check-settings.ts';
import { insertSubscription, subscriptionsOf } from './store.ts';

const MOST_OF_AN_OWNER = 100;
/** Ten digits: integers that any partner's program holds, and that reveal nothing of how many there are. */
const LEAST_ID = 1_000_000_000;

/** An id for a new row. */
export function newSubscriptionId(random: Random): number {
  return LEAST_ID + (random.bytes(4).readUInt32BE() % LEAST_ID);
}

/** The agencies whose logs the owner receives. Refuses a central station without a callflow (`forbidden`). */
async function agenciesRead(
  { clients }: { clients: ClientDirectory },
  owner: SubscriptionOwner,
): Promise<readonly string[]> {
  if (owner.agencyId !== null) return [owner.agencyId];
  const agencies = agenciesOf(await clients.find(owner.clientId));
  if (agencies.length === 0) throw refuse.forbidden({ description: 'This client has no callflow, and so no alerts' });
  return agencies;
}

/**
 * Subscribes an endpoint to what happens in the agency from now on, or to what happens to the alerts a central station sent,
 * atomically with its audit record. The answer is the only readable copy of the signing secret. Refuses what is no public
 * https endpoint or no event type of the dialect (`invalid_request`), and a 101st subscription of one owner (`conflict`).
 */
export async function createSubscription(
  ports: EndpointPorts & {
    database: Database;
    audit: Audit;
    clock: Clock;
    random: Random;
    clients: ClientDirectory;
    webhookSeal: Seal;
    webhookEncoders: WebhookEncoders;
  },
  request: {
    owner: SubscriptionOwner;
    name: string;
    url: string;
    dialect: string;
    eventTypes: readonly string[];
    authentication: GivenAuthentication;
    actor: Actor;
    origin: Origin;
  },
): Promise<{ subscription: Subscription; secret: Secret }> {
  const { database, audit, clock, random, webhookSeal, webhookEncoders } = ports;
  const { owner, name, dialect, actor, origin } = request;
  const id = newSubscriptionId(random);
  const agencyIds = await agenciesRead(ports, owner);
  const eventTypes = checkEventTypes(webhookEncoders, dialect, request.eventTypes);
  const url = await checkEndpoint(ports, request.url, 'url');
  const authentication = await sealAuthentication(ports, id, request.authentication);
  const { agencyId: readAgencyId, clientId } = owner;
  const counted =
    readAgencyId === null && clientId !== null
      ? { agencyId: null, clientId }
      : { agencyId: readAgencyId ?? '', clientId: null };
  if ((await subscriptionsOf(database.read, counted)).length >= MOST_OF_AN_OWNER) {
    const who = owner.agencyId === null ? 'A central station' : 'An agency';
    throw refuse.conflict({ description: `${who} has at most ${MOST_OF_AN_OWNER} webhook subscriptions` });
  }
  const secret = newWebhookSecret(random);
  const now = clock.now();
  const common = {
    groupId: owner.agencyId === null ? id : null,
    clientId: owner.clientId,
    userId: owner.userId ?? null,
    grantId: owner.grantId ?? null,
    name,
    url,
    dialect,
    eventTypes,
    authentication,
    secret: webhookSeal.seal(secret.reveal(), secretPurpose(id)),
    previousSecret: null,
    previousSecretExpiresAt: null,
    state: 'active',
    disabledReason: null,
    health: NEW_HEALTH,
    createdAt: now,
    updatedAt: now,
  } as const;
  const rows: Subscription[] = [];
  for (const agencyId of agencyIds) {
    const { head: cursorSeq } = await findPosition(ports, agencyId, undefined);
    rows.push({ ...common, id: rows.length === 0 ? id : newSubscriptionId(random), agencyId, cursorSeq });
  }
  await database.write(async (tx) => {
    await lockMaker(ports, tx, makerOf(owner));
    for (const row of rows) {
      if (await insertSubscription(tx.query, row)) continue;
      throw refuse.unavailable({ description: 'Try again', retryAfterSeconds: 1 });
    }
    await audit.append(tx, {
      actor,
      agencyId: owner.agencyId,
      action: 'webhook.added',
      outcome: 'success',
      subject: String(id),
      origin,
      detail: { host: new URL(url).host, dialect, event_types: eventTypes },
    });
  });
  const [subscription] = rows as [Subscription, ...Subscription[]];
  return { subscription, secret };
}
