import type { IncidentEvent } from '../../../incidents/events/types.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { DomainError } from '../../../kernel/errors.ts';
import type { Log } from '../../../kernel/log.ts';
import { credentialPurpose, type Seal, secretPurpose } from '../../../kernel/seal.ts';
import { currentTrace, inTrace, readTrace, type Tracing, traced } from '../../../kernel/tracing/tracing.ts';
import type { Outcome } from '../deliveries/types.ts';
import type { WebhookEncoders } from '../encoders/types.ts';
import { type SigningSecret, signatureHeaders, signingSecret } from '../secrets/sign-message.ts';
import { type Authentication, knownId, readerOf, type Subscription } from '../subscription/types.ts';
import { Deadline } from './deadline.ts';
import { type HttpPost, type PostAnswer, PostFailed } from './http-post.ts';
import type { PartnerTokens } from './partner-tokens.ts';
import { readRetryAfter } from './retry-after.ts';

/** What sending one message needs. */
export interface AttemptPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly httpPost: HttpPost;
  readonly partnerTokens: PartnerTokens;
  readonly webhookSeal: Seal;
  readonly webhookEncoders: WebhookEncoders;
  readonly webhookTimeoutMs: number;
  readonly tracing: Tracing | null;
}

/**
 * Absent until the installation is restored from a backup the first time. A receiver to which it is another one than before
 * may have been sent what is not stored any more, and reads anew.
 */
export const EPOCH_HEADER = 'sallyport-epoch';
const USER_AGENT = 'Sallyport-Webhooks/1';

/** What was opened for a subscription as it was read once, by its sealed text: every message of it is signed with the same. */
const opened = new WeakMap<Subscription, Map<string, SigningSecret>>();

function openSecret({ webhookSeal }: AttemptPorts, subscription: Subscription, sealed: string): SigningSecret {
  let known = opened.get(subscription);
  if (known === undefined) {
    known = new Map();
    opened.set(subscription, known);
  }
  let secret = known.get(sealed);
  if (secret === undefined) {
    secret = signingSecret(webhookSeal.open(sealed, secretPurpose(knownId(subscription))));
    known.set(sealed, secret);
  }
  return secret;
}

/** The secrets that sign now, the newest first: two while a rotation overlaps. */
function signingSecrets(ports: AttemptPorts, subscription: Subscription, now: number): SigningSecret[] {
  const { previousSecret, previousSecretExpiresAt } = subscription;
  const isOverlapping = previousSecret !== null && (previousSecretExpiresAt ?? 0) > now;
  const sealed = isOverlapping ? [subscription.secret, previousSecret] : [subscription.secret];
  return sealed.map((text) => openSecret(ports, subscription, text));
}

type Bearing = Exclude<Authentication, { kind: 'none' }>;

async function bearerOf(
  { webhookSeal, partnerTokens }: AttemptPorts,
  subscription: Subscription,
  authentication: Bearing,
  deadline: Deadline,
): Promise<string> {
  const id = knownId(subscription);
  if (authentication.kind === 'bearer') return webhookSeal.open(authentication.sealed, credentialPurpose(id));
  return partnerTokens.find({ id, owner: subscription.agencyId }, authentication, deadline);
}

/** The start of an answer as text that any store and page can hold. */
function printable(body: Buffer): string {
  if (body.length === 0) return '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  return body.toString('utf8').replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '\ufffd');
}

async function send(
  ports: AttemptPorts,
  subscription: Subscription,
  { id, body, epoch }: { id: string; body: Buffer; epoch: string },
  deadline: Deadline,
): Promise<PostAnswer> {
  const { clock, httpPost, partnerTokens, webhookEncoders } = ports;
  const { url, agencyId: owner, authentication, dialect } = subscription;
  const at = clock.now();
  const secrets = signingSecrets(ports, subscription, at);
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'user-agent': USER_AGENT,
    ...signatureHeaders({ id, at, body, secrets }),
  };
  const vendorHeaders = webhookEncoders[dialect]?.vendorHeaders;
  if (vendorHeaders !== undefined) {
    const texts = secrets.map(({ text }) => text);
    Object.assign(headers, vendorHeaders(body, texts));
  }
  if (epoch !== '') headers[EPOCH_HEADER] = epoch;
  const request = { url, owner, headers, body };
  if (authentication.kind === 'none') return httpPost.post(request, deadline);
  const post = async () => {
    headers['authorization'] = `Bearer ${await bearerOf(ports, subscription, authentication, deadline)}`;
    return httpPost.post(request, deadline);
  };
  const answer = await post();
  if (answer.status !== 401 || authentication.kind !== 'client_credentials') return answer;
  partnerTokens.forget(knownId(subscription));
  return post();
}

/**
 * Sends one event once and states what came of it. Rejects only where our own database could not be read (`unavailable`), which
 * is no fault of the endpoint's. The whole attempt, a token of the partner's included, ends
 * within the configured timeout. Only 2xx is delivered. It goes on with the trace of the request that made the event.
 */
export function attemptDelivery(
  ports: AttemptPorts,
  subscription: Subscription,
  message: { id: string; event: IncidentEvent },
  /** Breaks the attempt off. */
  lost?: AbortSignal,
): Promise<Outcome> {
  const parent = readTrace(message.event) ?? currentTrace();
  const { tracing } = ports;
  if (tracing === null) return inTrace(parent, () => attempt(ports, subscription, message, lost));
  const about = () => ({
    name: 'webhook attempt',
    kind: 'client' as const,
    attributes: {
      'server.address': new URL(subscription.url).hostname,
      'messaging.message.id': message.id,
      'sallyport.webhook.event_type': message.event.type,
    },
  });
  return inTrace(parent, () =>
    traced(tracing, about, async (span) => {
      const outcome = await attempt(ports, subscription, message, lost);
      if (outcome.status !== null) span?.set({ 'http.response.status_code': outcome.status });
      if (!outcome.isDelivered) span?.set({ 'error.type': String(outcome.status ?? 'no_answer') });
      return outcome;
    }),
  );
}

async function attempt(
  ports: AttemptPorts,
  subscription: Subscription,
  { id, event }: { id: string; event: IncidentEvent },
  lost: AbortSignal | undefined,
): Promise<Outcome> {
  const { clock, log, webhookEncoders, webhookTimeoutMs } = ports;
  const startedAt = performance.now();
  const deadline = new Deadline(webhookTimeoutMs, lost);
  const ended = () => ({ at: clock.now(), durationMs: Math.round(performance.now() - startedAt) });
  try {
    const encoding = webhookEncoders[subscription.dialect]?.encode(event, readerOf(subscription));
    // Most need nothing that is looked up, and to await nothing costs a turn.
    const encoded = encoding instanceof Promise ? await encoding : encoding;
    const body = Buffer.from(JSON.stringify(encoded));
    const answer = await send(ports, subscription, { id, body, epoch: event.epoch }, deadline);
    const { status } = answer;
    const { at, durationMs } = ended();
    return {
      at,
      durationMs,
      isDelivered: status >= 200 && status < 300,
      status,
      answer: printable(answer.body),
      fault: null,
      retryAfterMs: readRetryAfter(answer, at),
    };
  } catch (err) {
    if (err instanceof DomainError && err.code === 'unavailable') throw err;
    const isTheirs = err instanceof PostFailed;
    if (!isTheirs) log.error({ err, subscription: subscription.id }, 'a webhook could not be made');
    const fault = isTheirs ? err.message : 'the message could not be made; see the server log';
    return { ...ended(), isDelivered: false, status: null, answer: null, fault, retryAfterMs: null };
  } finally {
    deadline.letGo();
  }
}
