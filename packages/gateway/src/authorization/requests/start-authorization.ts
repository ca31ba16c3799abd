import { ANONYMOUS } from '../../audit/actors.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type DomainError, refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';
import { hashSecret, newSecret, Secret } from '../../kernel/secrets.ts';
import type { ClientDirectory } from '../clients/client-directory.ts';
import { isRegisteredRedirect } from '../clients/redirect-uri.ts';
import { type Client, isEnabled } from '../clients/types.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { StrangerRecords } from '../refusals/stranger-records.ts';
import { readIdToken } from '../sign-ins/read-id-token.ts';
import { chooseScopes } from '../tokens/choose-scopes.ts';
import { type OpenIdParameters, readOpenIdParameters } from './openid-parameters.ts';
import type { AnswerForm } from './redirect-back.ts';
import { type AuthorizationRequest, insertRequest, type RequestedAccess } from './store.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly strangers: StrangerRecords;
  readonly keys: KeyRing;
}

/** Long enough to sign in, look up a password and decide. */
const REQUEST_TTL_MS = 600_000;
/** Base64url of a SHA-256: a challenge (RFC 7636 section 4.2), and the thumbprint of a key (RFC 7638). */
const SHA256 = /^[A-Za-z0-9_-]{43}$/;

/** The parameters of an authorization request, empty ones left out. */
export interface AuthorizationParameters extends OpenIdParameters {
  readonly responseType: string | undefined;
  readonly responseMode: string | undefined;
  readonly scope: string | undefined;
  readonly state: string | undefined;
  readonly codeChallenge: string | undefined;
  readonly codeChallengeMethod: string | undefined;
  /** The thumbprint of the key that the code will be bound to (RFC 9449 section 10). */
  readonly dpopJkt?: string | undefined;
}

/** A client and the address its answers go to, both checked: errors after this may be sent there. */
export interface RedirectTarget {
  readonly client: Client;
  readonly redirectUri: string;
  readonly isRedirectNamed: boolean;
  readonly answerForm: AnswerForm;
}

/** The client that is stated to ask; not authenticated. Refuses with `invalid_request` none, an unknown and a disabled one. */
export async function findApplication(
  { clients }: { clients: ClientDirectory },
  clientId: string | undefined,
): Promise<Client> {
  if (clientId === undefined) throw refuse.invalidRequest({ description: 'client_id is missing' });
  const client = await clients.find(clientId);
  if (client === undefined || !isEnabled(client)) {
    throw refuse.invalidRequest({ description: 'No application is registered with this client_id' });
  }
  return client;
}

/**
 * Whose request this is and where its answer may go. What is refused here is shown to the person and never redirected
 * (RFC 6749 section 4.1.2.1), with `invalid_request`. Where the answer is `plain`, the token request names no redirect URI.
 */
export async function findRedirectTarget(
  { clients }: { clients: ClientDirectory },
  asked: { clientId: string | undefined; redirectUri: string | undefined },
  answerForm: AnswerForm = 'standard',
): Promise<RedirectTarget> {
  const client = await findApplication({ clients }, asked.clientId);
  const [only, another] = client.redirectUris;
  // RFC 6749 section 3.1.2.3: it may be left out where exactly one is registered.
  const redirectUri = asked.redirectUri ?? (another === undefined ? only : undefined);
  if (redirectUri === undefined) throw refuse.invalidRequest({ description: 'redirect_uri is missing' });
  if (!isRegisteredRedirect(client, redirectUri)) {
    throw refuse.invalidRequest({ description: 'This redirect_uri is not registered for the application' });
  }
  const isRedirectNamed = asked.redirectUri !== undefined && answerForm === 'standard';
  return { client, redirectUri, isRedirectNamed, answerForm };
}

/**
 * What is asked for, every parameter of the authorization endpoint checked (RFC 6749 section 4.1.1, RFC 7636, OpenID Connect Core 1.0
 * section 3.1.2.1). Refuses with `invalid_request`, `unsupported_response_type`, `unauthorized_client` and `invalid_scope`.
 */
export async function checkRequest(
  ports: { keys: KeyRing; publicUrl: string },
  target: RedirectTarget,
  asked: AuthorizationParameters,
): Promise<RequestedAccess> {
  const codeChallenge = checkParameters(target, asked);
  const scopes = chooseScopes(target.client, asked.scope);
  const openid = scopes.includes('openid') ? readOpenIdParameters(asked) : null;
  const hintedUserId = openid === null ? null : await hintedUser(ports, target.client, asked.idTokenHint);
  return {
    clientId: target.client.id,
    redirectUri: target.redirectUri,
    isRedirectNamed: target.isRedirectNamed,
    scopes,
    state: asked.state ?? null,
    codeChallenge,
    keyThumbprint: checkThumbprint(asked.dpopJkt),
    openid: openid && { ...openid, ...(hintedUserId !== null && { hintedUserId }) },
  };
}

/** Whom the hint is of: an ID token that this server gave this client, also where it has expired (section 3.1.2.1). */
async function hintedUser(
  ports: { keys: KeyRing; publicUrl: string },
  client: Client,
  hint: string | undefined,
): Promise<string | null> {
  if (hint === undefined) return null;
  const subject = await readIdToken(ports, hint);
  if (subject?.clientId !== client.id) {
    throw refuse.invalidRequest({ description: 'id_token_hint must be an ID token that this server gave this client' });
  }
  return subject.userId;
}

function checkParameters({ client, answerForm }: RedirectTarget, asked: AuthorizationParameters): string | null {
  if (asked.responseType === undefined) throw refuse.invalidRequest({ description: 'response_type is missing' });
  // RFC 9700 section 2.1.2: no token ever travels through the browser's address.
  if (asked.responseType !== 'code')
    throw refuse.unsupportedResponseType({ description: 'response_type must be code' });
  if (asked.responseMode !== undefined && asked.responseMode !== 'query') {
    throw refuse.invalidRequest({ description: 'response_mode must be query' });
  }
  if (!client.grantTypes.includes('authorization_code')) {
    throw refuse.unauthorizedClient({ description: 'This client may not use the authorization_code grant' });
  }
  const mayOmitPkce = answerForm === 'plain' && client.settings.legacy.codeWithoutPkce && !client.isPublic;
  if (mayOmitPkce && asked.codeChallenge === undefined && asked.codeChallengeMethod === undefined) return null;
  // RFC 7636 section 4.4.1, and RFC 9700 section 2.1.1: PKCE always, and never `plain`, which is what no method means.
  if (asked.codeChallenge === undefined)
    throw refuse.invalidRequest({ description: 'code_challenge is missing (PKCE)' });
  if (asked.codeChallengeMethod !== 'S256')
    throw refuse.invalidRequest({ description: 'code_challenge_method must be S256' });
  if (!SHA256.test(asked.codeChallenge)) {
    throw refuse.invalidRequest({ description: 'code_challenge must be the base64url of a SHA-256, 43 characters' });
  }
  return asked.codeChallenge;
}

function checkThumbprint(dpopJkt: string | undefined): string | null {
  if (dpopJkt !== undefined && !SHA256.test(dpopJkt)) {
    throw refuse.invalidRequest({ description: 'dpop_jkt must be the SHA-256 thumbprint of a key, 43 characters' });
  }
  return dpopJkt ?? null;
}

/** A request that waits for its answer, and where its person gives it. */
export interface WaitingRequest {
  readonly request: AuthorizationRequest;
  readonly consentUrl: Secret;
}

/** A request as it waits for its answer, ten minutes from now, and the secret by which the consent page names it. */
export function newRequest(
  { clock, random, publicUrl }: Pick<Ports, 'clock' | 'random' | 'publicUrl'>,
  access: RequestedAccess,
  answerForm: AnswerForm = 'standard',
): WaitingRequest {
  const id = newSecret(random).reveal();
  const createdAt = clock.now();
  const request = { ...access, answerForm, idHash: hashSecret(id), createdAt, expiresAt: createdAt + REQUEST_TTL_MS };
  return { request, consentUrl: new Secret(`${publicUrl}/portal/authorize/${id}`) };
}

/** Keeps a request that came through the browser for ten minutes. The answer names it to the consent page. */
export async function startAuthorization(
  ports: Pick<Ports, 'database' | 'clock' | 'random' | 'publicUrl' | 'keys'>,
  target: RedirectTarget,
  asked: AuthorizationParameters,
): Promise<WaitingRequest> {
  if (target.answerForm === 'plain' && asked.scope === undefined) {
    throw refuse.invalidRequest({ description: 'scope is missing' });
  }
  // RFC 9126 section 6: such a client's parameters never come through the browser.
  if (target.client.requiresPushedRequests) {
    throw refuse.invalidRequest({ description: 'This application sends its parameters to the path /oauth/par first' });
  }
  const waiting = newRequest(ports, await checkRequest(ports, target, asked), target.answerForm);
  await ports.database.write((tx) => insertRequest(tx.query, waiting.request));
  return waiting;
}

/**
 * Records a request that was refused back to its application, so that the client's owner can look it up. Nobody authenticated:
 * the actor is anonymous, the client a detail, and the record one of those that strangers have an allowance for.
 */
export async function recordRefusedAuthorization(
  { database, audit, strangers }: Pick<Ports, 'database' | 'audit' | 'strangers'>,
  refused: { client: Client; error: DomainError; origin: Origin },
): Promise<void> {
  const { client, error, origin } = refused;
  const leftOut = strangers.take(origin);
  if (leftOut === null) return;
  await database.write((tx) =>
    audit.append(tx, {
      actor: ANONYMOUS,
      agencyId: null,
      action: 'authorization.refused',
      outcome: 'refused',
      subject: client.id,
      origin,
      detail: { code: error.code, check: error.message, claimed_client: client.id, ...leftOut },
    }),
  );
}
