import { SallyportError } from '../requests/error.ts';
import { base64url } from '../tokens/encoding.ts';
import type { ReadWebhook } from './read.ts';
import type { ArrivedWebhook, Verify } from './verify.ts';

/** Remembers which webhooks were worked through. Give your own where several processes receive. */
export interface SeenWebhooks {
  has(id: string): boolean | Promise<boolean>;
  add(id: string): void | Promise<void>;
}

/** What a receiver works with. */
export interface ReceiverOptions<E> {
  readonly verify: Verify;
  readonly read: ReadWebhook<E>;
  /**
   * Works through one event. It is answered once this resolves: senders wait some seconds, so store the event and work later.
   * Where it throws, the sender is answered 500 and delivers again.
   */
  readonly handle: (event: E, delivery: { readonly id: string }) => void | Promise<void>;
  /** Remembers the last 10,000 in this process where it is left out. */
  readonly seen?: SeenWebhooks;
  /** Sees what `handle` threw, and as SallyportError `invalid_signature` or `not_configured` what was not verified, and why. */
  readonly onFault?: (fault: unknown) => void;
}

/** An answer for the sender. */
export interface WebhookAnswer {
  readonly status: 200 | 400 | 401 | 413 | 500;
  readonly text: string;
}

/** Takes webhooks: verified, read, each worked through once, and answered. */
export interface WebhookReceiver {
  take(webhook: ArrivedWebhook): Promise<WebhookAnswer>;
  /** Reports what keeps webhooks from being taken at all, and answers so that the sender delivers again. */
  fail(fault: SallyportError): WebhookAnswer;
}

const NOT_RECEIVED: WebhookAnswer = { status: 500, text: 'Not received; deliver it again' };
const REMEMBERED = 10_000;
/** More than any of the vendors sends. */
export const LARGEST_BODY_BYTES = 1_048_576;

/**
 * A receiver for one URL. It answers whatever comes, and never rejects. A webhook whose proof is wrong is answered 401, one that
 * cannot be read 400, one that came before 200 without being handled again; two of the same at the same time are handled once and
 * answered alike.
 */
export function createReceiver<E>(options: ReceiverOptions<E>): WebhookReceiver {
  const { verify, read, handle, seen = memoryOfWebhooks(), onFault } = options;
  const underWay = new Map<string, Promise<WebhookAnswer>>();

  async function workThrough(event: E, id: string): Promise<WebhookAnswer> {
    try {
      if (await seen.has(id)) return { status: 200, text: 'Received before' };
      await handle(event, { id });
      await seen.add(id);
      return { status: 200, text: 'Received' };
    } catch (fault) {
      onFault?.(fault);
      return NOT_RECEIVED;
    } finally {
      underWay.delete(id);
    }
  }

  return {
    take: (webhook) =>
      takeOne(webhook).catch((fault: unknown) => {
        onFault?.(fault);
        return NOT_RECEIVED;
      }),
    fail(fault) {
      onFault?.(fault);
      return { status: 500, text: fault.detail };
    },
  };

  async function takeOne(webhook: ArrivedWebhook): Promise<WebhookAnswer> {
    if (webhook.body.length > LARGEST_BODY_BYTES) return { status: 413, text: 'The body is too large' };
    if (!(await verify(webhook))) {
      onFault?.(notVerified(verify.why?.(webhook) ?? 'Its proof is missing or wrong.'));
      return { status: 401, text: 'The signature or token is missing, wrong or too old' };
    }
    const event = readBody(webhook.body, read);
    if (event === null) return { status: 400, text: 'The body is not an event' };
    const id = (verify.provesId === false ? null : webhook.header('webhook-id')) ?? (await hashOf(webhook.body));
    const answer = underWay.get(id) ?? workThrough(event, id);
    underWay.set(id, answer);
    return answer;
  }
}

function notVerified(why: string): SallyportError {
  const detail = `A webhook was not verified. ${why}`;
  return new SallyportError({ status: 0, code: 'invalid_signature', detail, requestId: null, retryAfterSeconds: null });
}

function readBody<E>(body: Uint8Array, read: ReadWebhook<E>): E | null {
  try {
    return read(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)));
  } catch {
    return null;
  }
}

/** The id of a webhook whose sender gives none: the same body is the same event. */
async function hashOf(body: Uint8Array<ArrayBuffer>): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', body)));
}

function memoryOfWebhooks(): SeenWebhooks {
  const ids = new Set<string>();
  return {
    has: (id) => ids.has(id),
    add(id) {
      ids.add(id);
      if (ids.size > REMEMBERED) ids.delete(ids.values().next().value ?? '');
    },
  };
}
