import { createHmac } from 'node:crypto';
import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import { addressKey } from '../../kernel/address.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type DomainError, refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';
import { equalHashes, hashSecret, newSecret, Secret } from '../../kernel/secrets.ts';
import { findUser } from '../../people/users/store.ts';
import { isEnabled, type User } from '../../people/users/types.ts';
import type { ClientDirectory } from '../clients/client-directory.ts';
import { isEnabled as isClientEnabled } from '../clients/types.ts';
import type { Limits } from '../limits/limits.ts';
import { claimDeeplink, type Deeplink, findDeeplink, findDeeplinkByTicket, ownsOpenDeeplink } from './store.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: Limits;
  readonly clients: ClientDirectory;
}

/** An open deeplink and the user it is signed in as. */
export interface DeeplinkSession {
  readonly deeplink: Deeplink;
  readonly user: User;
}

const unknown = () =>
  refuse.deeplinkUnknown({ description: 'This link is not known here; open a new one from your CAD' });
const expired = (logDetail: string) =>
  refuse.deeplinkExpired({
    description: 'This link was valid for one hour and is over; open a new one from your CAD',
    logDetail,
  });
const owned = () =>
  refuse.deeplinkOwned({ description: 'This link was opened in another browser first; open a new one from your CAD' });

/** Why this deeplink cannot be opened by anybody now, or null. */
async function refusalOf(
  { database, clock, clients }: Pick<Ports, 'database' | 'clock' | 'clients'>,
  deeplink: Deeplink | undefined,
): Promise<DomainError | User> {
  if (deeplink === undefined) return unknown();
  if (deeplink.expiresAt <= clock.now()) return expired('the hour is over');
  if (deeplink.endedAt !== null) return expired('its session was ended');
  const client = await clients.find(deeplink.clientId);
  if (client === undefined || !isClientEnabled(client)) return expired('its client or agency is disabled');
  const user = await findUser(database.read, deeplink.userId);
  if (user === undefined || !isEnabled(user)) return expired('its user or agency is disabled');
  return user;
}

/** Whether a ticket could be opened, without spending it. A link scanner's GET or HEAD does no more than this. */
export async function lookAtDeeplink(
  ports: Pick<Ports, 'database' | 'clock' | 'clients'>,
  ticket: string,
): Promise<{ refusal: DomainError | null; embeddingOrigins: readonly string[] }> {
  const deeplink = await findDeeplinkByTicket(ports.database.read, hashSecret(ticket));
  const outcome = await refusalOf(ports, deeplink);
  const client = deeplink && (await ports.clients.find(deeplink.clientId));
  return {
    refusal: outcome instanceof Error ? outcome : null,
    embeddingOrigins: client?.settings.embeddingOrigins ?? [],
  };
}

/** The origins that may frame the page of this deeplink; none for an unknown one. */
export async function embeddingOriginsOf(
  { database, clients }: { database: Database; clients: ClientDirectory },
  deeplinkId: string,
): Promise<readonly string[]> {
  const deeplink = await findDeeplink(database.read, deeplinkId);
  const client = deeplink && (await clients.find(deeplink.clientId));
  return client?.settings.embeddingOrigins ?? [];
}

/**
 * Opens a deeplink in this browser. The first browser owns it, by one conditional update with its audit record, and may
 * open it again until the hour is over; any other is refused with `deeplink_owned`. `browserToken` is the browser's
 * cookie, or null for a browser without one; a browser without one, or with one that this server did not give, is given one.
 */
export async function redeemDeeplink(
  ports: Ports,
  request: { ticket: string; browserToken: string | null; origin: Origin },
): Promise<DeeplinkSession & { browserToken: Secret; isEmbeddable: boolean }> {
  const { database, audit, clock, limits, clients } = ports;
  const deeplink = await findDeeplinkByTicket(database.read, hashSecret(request.ticket));
  const outcome = await refusalOf(ports, deeplink);
  if (deeplink === undefined) limits.take('failures', addressKey(request.origin.source));
  if (deeplink === undefined || outcome instanceof Error) throw outcome;
  const browserToken = await tokenOfBrowser(ports, deeplink, request);
  const ownerHash = hashSecret(browserToken.reveal());
  const client = await clients.find(deeplink.clientId);
  const isEmbeddable = (client?.settings.embeddingOrigins.length ?? 0) > 0;
  if (deeplink.ownerHash !== null) {
    if (!equalHashes(deeplink.ownerHash, ownerHash)) throw owned();
    return { deeplink, user: outcome, browserToken, isEmbeddable };
  }
  await database.write(async (tx) => {
    const isClaimed = await claimDeeplink(tx.query, { id: deeplink.id, ownerHash, now: clock.now() });
    if (!isClaimed && (await findDeeplink(tx.query, deeplink.id))?.ownerHash !== ownerHash) throw owned();
    await audit.append(tx, {
      actor: { kind: 'user', id: deeplink.userId },
      agencyId: deeplink.agencyId,
      action: 'deeplink.redeemed',
      outcome: 'success',
      subject: deeplink.id,
      origin: request.origin,
    });
  });
  return { deeplink: { ...deeplink, ownerHash }, user: outcome, browserToken, isEmbeddable };
}

/**
 * The browser's token where it opened a deeplink of the same agency in the last hour, and otherwise another one. A token that
 * did not may have been put there by somebody who means to read along; what takes its place follows from it and the ticket, so
 * that two requests of one browser at once open the deeplink both, and nobody without the ticket can know it.
 */
async function tokenOfBrowser(
  { database, clock, random }: Pick<Ports, 'database' | 'clock' | 'random'>,
  { agencyId }: Deeplink,
  { browserToken, ticket }: { browserToken: string | null; ticket: string },
): Promise<Secret> {
  if (browserToken === null) return newSecret(random);
  const owner = { ownerHash: hashSecret(browserToken), agencyId, now: clock.now() };
  if (await ownsOpenDeeplink(database.read, owner)) return new Secret(browserToken);
  return new Secret(createHmac('sha256', ticket).update(browserToken).digest('base64url'));
}

/** The open deeplink of this id in this browser. Refuses with `invalid_token` where it is not this browser's or over. */
export async function findDeeplinkSession(
  ports: Pick<Ports, 'database' | 'clock' | 'clients'>,
  request: { deeplinkId: string; browserToken: string | null },
): Promise<DeeplinkSession> {
  const deeplink = await findDeeplink(ports.database.read, request.deeplinkId);
  const isOwn =
    request.browserToken !== null &&
    deeplink?.ownerHash != null &&
    equalHashes(deeplink.ownerHash, hashSecret(request.browserToken));
  const outcome = await refusalOf(ports, isOwn ? deeplink : undefined);
  if (deeplink === undefined || outcome instanceof Error) {
    throw refuse.invalidToken({
      description: 'This link is not open in this browser; open a new one from your CAD',
      ...(outcome instanceof Error && outcome.logDetail !== undefined && { logDetail: outcome.logDetail }),
    });
  }
  return { deeplink, user: outcome };
}
