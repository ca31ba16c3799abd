import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';
import { hashSecret, newSecret, type Secret } from '../../kernel/secrets.ts';
import { type AuthenticationPorts, authenticateSender, type Sender } from '../clients/authenticate-client.ts';
import type { Client } from '../clients/types.ts';
import { checkMayUse } from '../grants/sign-for-grant.ts';
import type { Limits } from '../limits/limits.ts';
import { chooseScopes } from '../tokens/choose-scopes.ts';
import { insertDeviceAuthorization } from './store.ts';
import { formatUserCode, newUserCode } from './user-code.ts';

interface Ports {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: Limits;
}

/** Long enough to find an administrator, sign in and decide. */
export const DEVICE_CODE_TTL_SECONDS = 600;
/** RFC 8628 section 3.2: what a client that is given no interval waits. */
export const POLL_INTERVAL_SECONDS = 5;

/** What the device keeps to itself and what it shows. */
export interface DeviceCodes {
  readonly deviceCode: Secret;
  readonly userCode: string;
}

/**
 * Keeps a device's request for ten minutes (RFC 8628 section 3.1). Refuses a client without the grant
 * (`unauthorized_client`), scopes it may not have (`invalid_scope`) and a flood (`too_many_requests`).
 */
export async function startDeviceAuthorization(
  ports: Ports,
  asked: { client: Client; scope: string | undefined; origin: Origin },
): Promise<DeviceCodes> {
  const { database, clock, random } = ports;
  const { client, scope, origin } = asked;
  checkMayUse(ports, client, 'urn:ietf:params:oauth:grant-type:device_code', origin);
  const scopes = chooseScopes(client, scope);
  const deviceCode = newSecret(random);
  const userCode = newUserCode(random);
  const createdAt = clock.now();
  await database.write(async (tx) => {
    const isNew = await insertDeviceAuthorization(tx.query, {
      deviceCodeHash: hashSecret(deviceCode.reveal()),
      userCode,
      clientId: client.id,
      scopes,
      createdAt,
      expiresAt: createdAt + DEVICE_CODE_TTL_SECONDS * 1000,
      intervalSeconds: POLL_INTERVAL_SECONDS,
    });
    if (!isNew) throw refuse.unavailable({ description: 'The code drawn is in use; ask again', retryAfterSeconds: 1 });
  });
  return { deviceCode, userCode: formatUserCode(userCode) };
}

/**
 * As `startDeviceAuthorization`, for the client that asks. RFC 8628 section 3.1: it is authenticated first; what it asks for is
 * read once it is known, so that a stranger learns nothing about the rest of a request.
 */
export async function startDeviceOfSender(
  ports: Ports & AuthenticationPorts,
  { sender, readScope }: { sender: Sender; readScope: () => string | undefined },
): Promise<DeviceCodes> {
  const client = await authenticateSender(ports, sender);
  return startDeviceAuthorization(ports, { client, scope: readScope(), origin: sender.origin });
}
