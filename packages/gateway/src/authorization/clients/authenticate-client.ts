import type { Database } from '../../database/database.ts';
import { addressKey } from '../../kernel/address.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Origin } from '../../kernel/origin.ts';
import { equalHashes, hashSecret } from '../../kernel/secrets.ts';
import type { Limits } from '../limits/limits.ts';
import type { ReplayGuard } from '../replays/replay-guard.ts';
import { type ClientAssertion, failedAssertionCheck } from './check-assertion.ts';
import type { ClientDirectory } from './client-directory.ts';
import { touchSecret } from './store.ts';
import { type Client, isEnabled } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: Limits;
  readonly clients: ClientDirectory;
  readonly replays: ReplayGuard;
}

/** A client id with its secret, or alone. */
export interface SecretCredentials {
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly method: 'client_secret_basic' | 'client_secret_post' | 'none';
}

/** A client id with an assertion the client signed (RFC 7523 section 2.2). */
export interface KeyCredentials {
  readonly clientId: string;
  readonly assertion: ClientAssertion;
  readonly method: 'private_key_jwt';
}

/** Credentials as the request carried them, and how. */
export type ClientCredentials = SecretCredentials | KeyCredentials;

const TOUCH_EVERY_MS = 3_600_000;
const UNKNOWN = 'The client id is unknown or its secret is wrong';
const UNPROVEN =
  'The client is unknown or its assertion is not valid: signed by a registered key, iss and sub the client id, aud this issuer, a new jti, exp within an hour';

/**
 * The client these credentials belong to. Refuses with `invalid_client`, the same for an unknown id, a wrong secret and
 * a disabled client (RFC 6749 section 5.2); one whose agency is disabled learns that once it has proved itself. A client with keys signs an assertion, and no secret is good for it. Wrong secrets are counted by source and never lock the client, whose
 * 256-bit secret cannot be guessed: a token that cannot be renewed is an alarm that is not sent.
 */
export async function authenticateClient(
  ports: Ports,
  credentials: ClientCredentials,
  address: string,
): Promise<Client> {
  const source = addressKey(address);
  const client = await ports.clients.find(credentials.clientId);
  return credentials.method === 'private_key_jwt'
    ? checkAssertion(ports, client, credentials, source)
    : checkSecret(ports, client, credentials, source);
}

async function checkAssertion(
  ports: Pick<Ports, 'clock' | 'limits' | 'replays'>,
  client: Client | undefined,
  { assertion }: KeyCredentials,
  source: string,
): Promise<Client> {
  let check: string | null = 'no client has this id';
  if (client?.disabledAt === null) check = await failedAssertionCheck(ports, client, assertion);
  else if (client !== undefined) check = 'the client is disabled';
  if (client !== undefined && check === null) return ofEnabledAgency(client);
  ports.limits.take('failures', source);
  throw refuse.invalidClient({ description: UNPROVEN, ...(check !== null && { logDetail: check }) });
}

function checkSecret(
  ports: Pick<Ports, 'database' | 'clock' | 'log' | 'limits'>,
  client: Client | undefined,
  credentials: SecretCredentials,
  source: string,
): Client {
  const { clock, limits } = ports;
  const now = clock.now();
  // RFC 6749 section 3.2.1: a public client states who it is; its code or refresh token is what proves anything.
  if (client?.isPublic && credentials.method === 'none' && isEnabled(client)) return client;
  const givenHash = hashSecret(credentials.clientSecret ?? '');
  const secret = client?.secrets.find(
    ({ secretHash, expiresAt }) => (expiresAt === null || expiresAt > now) && equalHashes(secretHash, givenHash),
  );
  if (client === undefined || secret === undefined || client.disabledAt !== null) {
    limits.take('failures', source);
    throw refuse.invalidClient({ description: UNKNOWN, logDetail: failedCheck(client, secret !== undefined) });
  }
  if ((secret.lastUsedAt ?? 0) < now - TOUCH_EVERY_MS) noteUse(ports, client, secret.id, now);
  return ofEnabledAgency(client);
}

/** The client, which has proved itself, so that it may learn that its whole agency is disabled (`invalid_client`). */
function ofEnabledAgency(client: Client): Client {
  if (client.isAgencyDisabled !== true) return client;
  throw refuse.invalidClient({
    description: 'The agency of this client is disabled; ask whoever operates this server',
  });
}

function failedCheck(client: Client | undefined, isSecretRight: boolean): string {
  if (client === undefined) return 'no client has this id';
  if (client.isPublic) return 'a public client sends no secret';
  if (client.keys.length > 0) return 'the client signs an assertion and has no secret';
  return isSecretRight ? 'the client is disabled' : 'no valid secret of the client matches';
}

/** Once an hour a secret; not part of the request, which must not wait for bookkeeping. */
function noteUse(
  { database, log }: { database: Database; log: Log },
  client: Client,
  secretId: string,
  now: number,
): void {
  const secret = client.secrets.find(({ id }) => id === secretId);
  if (secret !== undefined) (secret as { lastUsedAt: number | null }).lastUsedAt = now;
  database
    .write((tx) => touchSecret(tx.query, secretId, now))
    .catch((err) => log.warn({ err, clientId: client.id }, 'the use of a client secret was not noted'));
}

/** What authenticating a client takes. */
export interface AuthenticationPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly publicUrl: string;
  readonly limits: Limits;
  readonly clients: ClientDirectory;
  readonly replays: ReplayGuard;
}

/** Who sends a request to a path where clients authenticate (RFC 6749 section 2.3), before anything of it is checked. */
export interface Sender {
  readonly credentials: ClientCredentials;
  /** The body was JSON, which only clients marked so may send. */
  readonly isJson: boolean;
  readonly origin: Origin;
}

/** The client that these credentials are of, where it may send such a body. */
export async function authenticateSender(
  ports: AuthenticationPorts,
  { credentials, isJson, origin }: Sender,
): Promise<Client> {
  const client = await authenticateClient(ports, credentials, origin.source);
  if (isJson && !client.settings.legacy.jsonTokenBody) {
    throw refuse.invalidRequest({
      description: 'This client sends token requests as a form (application/x-www-form-urlencoded)',
    });
  }
  return client;
}
