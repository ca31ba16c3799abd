import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type DomainError, refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';
import { hashSecret, newSecret } from '../../kernel/secrets.ts';
import { type AuthenticationPorts, authenticateSender, type Sender } from '../clients/authenticate-client.ts';
import type { ClientDirectory } from '../clients/client-directory.ts';
import type { Client } from '../clients/types.ts';
import { checkMayUse } from '../grants/sign-for-grant.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { Limits } from '../limits/limits.ts';
import { checkProof, type ShownProof } from '../tokens/check-proof.ts';
import {
  type AuthorizationParameters,
  checkRequest,
  findApplication,
  findRedirectTarget,
  newRequest,
  type WaitingRequest,
} from './start-authorization.ts';
import { insertPushedRequest, insertRequest, takePushedRequest } from './store.ts';

interface Ports {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly limits: Limits;
  readonly clients: ClientDirectory;
  readonly keys: KeyRing;
}

/** RFC 9126 section 2.2: short, because the browser is sent on at once. */
export const PUSHED_TTL_SECONDS = 60;
/** With which every `request_uri` of a pushed request begins; others are of request objects. */
export const URI_PREFIX = 'urn:ietf:params:oauth:request_uri:';

/**
 * Keeps a client's authorization request for a minute, checked as the authorization endpoint checks it (RFC 9126 section
 * 2.1). The answer is the `request_uri` that stands for it, once, for this client. Refuses as `findRedirectTarget` and
 * `checkRequest` do, and a flood with `too_many_requests`.
 */
export async function pushAuthorization(
  ports: Ports,
  pushed: { client: Client; redirectUri: string | undefined; asked: AuthorizationParameters; origin: Origin },
): Promise<{ requestUri: string }> {
  const { database, clock, random } = ports;
  const { client, redirectUri, asked, origin } = pushed;
  checkMayUse(ports, client, 'authorization_code', origin);
  const target = await findRedirectTarget(ports, { clientId: client.id, redirectUri });
  const access = await checkRequest(ports, target, asked);
  const requestUri = `${URI_PREFIX}${newSecret(random).reveal()}`;
  const now = clock.now();
  const expiresAt = now + PUSHED_TTL_SECONDS * 1000;
  await database.write((tx) =>
    insertPushedRequest(tx.query, { uriHash: hashSecret(requestUri), access, now, expiresAt }),
  );
  return { requestUri };
}

/** A pushed request as its path read it. */
interface PushedRequest {
  readonly sender: Sender;
  readonly proof: ShownProof;
  /** What it asks for, read once the client is known. */
  readonly read: () => { redirectUri: string | undefined; asked: AuthorizationParameters };
}

/**
 * As `pushAuthorization`, for the client that asks. RFC 9126 section 2.1: it is authenticated first, then its request is
 * read, then its proof of a key is checked (RFC 9449 section 10.1; refuses with `invalid_dpop_proof`).
 */
export async function pushAuthorizationOfSender(
  ports: Pick<Ports, 'random' | 'publicUrl' | 'keys'> & AuthenticationPorts,
  { sender, proof, read }: PushedRequest,
): Promise<{ requestUri: string }> {
  const client = await authenticateSender(ports, sender);
  const { redirectUri, asked } = read();
  const isProven = proof.header !== undefined;
  const dpopJkt = isProven ? await checkProof(ports, proof, refuse.invalidDpopProof) : asked.dpopJkt;
  // RFC 9449 section 10.1: a proof states the same as dpop_jkt, and both together state one thing.
  if (dpopJkt !== (asked.dpopJkt ?? dpopJkt)) {
    throw refuse.invalidDpopProof({ description: 'dpop_jkt is not the thumbprint of the key of the DPoP proof' });
  }
  return pushAuthorization(ports, { client, redirectUri, asked: { ...asked, dpopJkt }, origin: sender.origin });
}

function unknown(): DomainError {
  return refuse.invalidRequest({
    description:
      'The request_uri is not valid: it is used once, within a minute, by the application that pushed its request',
  });
}

/**
 * Takes a pushed request up where the browser brings its `request_uri`: from then on it waits for its answer as any other.
 * Taking and keeping are one transaction. What is refused is a page, because nothing states where else to go: `invalid_request`.
 */
export async function startPushedAuthorization(
  ports: Pick<Ports, 'database' | 'clock' | 'random' | 'publicUrl' | 'clients'>,
  asked: { clientId: string | undefined; requestUri: string },
): Promise<WaitingRequest> {
  const { database, clock } = ports;
  const client = await findApplication(ports, asked.clientId);
  return database.write(async (tx) => {
    // RFC 9126 section 2.2: bound to the client that pushed it. Section 7.3: used once.
    const taken = { uriHash: hashSecret(asked.requestUri), clientId: client.id, now: clock.now() };
    const access = await takePushedRequest(tx.query, taken);
    if (access === undefined) throw unknown();
    const waiting = newRequest(ports, access);
    await insertRequest(tx.query, waiting.request);
    return waiting;
  });
}
