import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type DomainError, refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import type { Client } from '../clients/types.ts';
import { exchangeOnce, type GrantPorts } from '../grants/exchange-once.ts';
import { checkMayUse } from '../grants/sign-for-grant.ts';
import { findGrant } from '../grants/store.ts';
import type { Grant } from '../grants/types.ts';
import type { IssuedToken, ProvenKey } from '../tokens/types.ts';
import { findByDeviceCode, notePoll, spendDeviceCode } from './store.ts';
import type { DeviceAuthorization } from './types.ts';

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
export async function redeemDeviceCode(ports: GrantPorts, request: DevicePoll): Promise<IssuedToken> {
  checkMayUse(ports, request.client, 'urn:ietf:params:oauth:grant-type:device_code', request.origin);
  const { deviceCodeHash, grant } = await findAllowed(ports, request);
  const answer = await exchangeOnce(ports, {
    ...request,
    grant,
    grantType: 'device_code',
    spend: (tx) => spendDeviceCode(tx.query, deviceCodeHash, ports.clock.now()),
    reasonOfReuse: 'device_code_reused',
  });
  if (answer === 'reused') throw invalid('the device code was used before');
  if (answer === 'ended') throw invalid('the grant was revoked');
  return answer;
}
