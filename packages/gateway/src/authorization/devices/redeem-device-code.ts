import type { Audit } from '../../audit/append-record.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type DomainError, refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';
import { hashSecret, newSecret } from '../../kernel/secrets.ts';
import type { Client } from '../clients/types.ts';
import { giveTokens } from '../grants/give-tokens.ts';
import { type EndSubscriptions, endGrantWithRecord } from '../grants/revoke-grant.ts';
import { checkMayUse, signForGrant } from '../grants/sign-for-grant.ts';
import { findGrant } from '../grants/store.ts';
import type { Grant } from '../grants/types.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { Limits } from '../limits/limits.ts';
import type { IssuedToken, ProvenKey } from '../tokens/types.ts';
import { findByDeviceCode, notePoll, spendDeviceCode } from './store.ts';
import type { DeviceAuthorization } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly changes: ChangeFeed;
  readonly limits: Limits;
  readonly keys: KeyRing;
  readonly endSubscriptions: EndSubscriptions;
}

/** RFC 8628 section 3.5: what a device that polls too often waits longer, from then on. */
const SLOWER_BY_SECONDS = 5;

export interface DevicePoll extends ProvenKey {
  readonly client: Client;
  readonly deviceCode: string;
  readonly origin: Origin;
}

function invalid(logDetail: string): DomainError {
  return refuse.invalidGrant({
    description: 'The device code is not valid: it is used once, by the client that asked for it; ask for a new one',
    logDetail,
  });
}

/** Whoever polls while nobody has answered: come again, or come again later. Nothing but the poll itself is written. */
async function refuseWaiting(
  { database, clock }: { database: Database; clock: Clock },
  asked: DeviceAuthorization,
): Promise<never> {
  const { deviceCodeHash } = asked;
  const isInTime = await database.write((tx) =>
    notePoll(tx.query, { deviceCodeHash, now: clock.now(), moreSeconds: SLOWER_BY_SECONDS }),
  );
  if (isInTime) throw refuse.authorizationPending({ description: 'Nobody has answered yet; ask again after interval' });
  throw refuse.slowDown({ description: `Wait ${SLOWER_BY_SECONDS} seconds longer than before between two requests` });
}

async function findAllowed(
  ports: { database: Database; clock: Clock },
  request: DevicePoll,
): Promise<{ deviceCodeHash: string; grant: Grant }> {
  const { database, clock } = ports;
  const deviceCodeHash = hashSecret(request.deviceCode);
  const asked = await findByDeviceCode(database.read, deviceCodeHash);
  if (asked === undefined) throw invalid('no such device code');
  // RFC 8628 section 3.4: issued to this client. A stranger neither slows it down nor spends it.
  if (asked.clientId !== request.client.id) throw invalid('the device code was issued to another client');
  // RFC 8628 section 3.5.
  if (asked.redeemedAt === null && asked.expiresAt <= clock.now()) {
    throw refuse.expiredToken({ description: 'Nobody allowed it in time; ask for a new device code' });
  }
  if (asked.decidedAt === null) return refuseWaiting(ports, asked);
  const grant = asked.grantId === null ? undefined : await findGrant(database.read, asked.grantId);
  if (grant === undefined) throw refuse.accessDenied({ description: 'The agency did not allow it' });
  return { deviceCodeHash, grant };
}

/**
 * A poll of a device (RFC 8628 section 3.4): its tokens, once, after a person allowed them. Consumption, the first refresh
 * token and the audit record are one transaction; a second use revokes what the first one gave. Refuses with
 * `authorization_pending` and `slow_down` a request nobody answered yet, with `access_denied` after a no, with
 * `expired_token` after ten minutes, and anything else with `invalid_grant`.
 */
export async function redeemDeviceCode(ports: Ports, request: DevicePoll): Promise<IssuedToken> {
  const { database, clock, random } = ports;
  const { client, origin } = request;
  checkMayUse(ports, client, 'urn:ietf:params:oauth:grant-type:device_code', origin);
  const { deviceCodeHash, grant } = await findAllowed(ports, request);
  const { token, jti } = await signForGrant(ports, { client, grant, keyThumbprint: request.keyThumbprint });
  const refreshToken = client.grantTypes.includes('refresh_token') ? newSecret(random).reveal() : undefined;
  const answer = refreshToken === undefined ? token : { ...token, refreshToken };
  const outcome = await database.write(async (tx) => {
    if (!(await spendDeviceCode(tx.query, deviceCodeHash, clock.now()))) {
      const actor = { kind: 'client', id: client.id } as const;
      await endGrantWithRecord(ports, tx, { grant, reason: 'device_code_reused', actor, origin });
      return 'reused';
    }
    const given = { client, grant, grantType: 'device_code', answer, jti, origin };
    return (await giveTokens(ports, tx, given)) ? 'redeemed' : 'ended';
  });
  if (outcome !== 'redeemed') {
    throw invalid(outcome === 'reused' ? 'the device code was used before' : 'the grant was revoked');
  }
  return answer;
}
