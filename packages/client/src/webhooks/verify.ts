import { SallyportError } from '../requests/error.ts';
import { utf8 } from '../tokens/encoding.ts';

/** A webhook as it arrived: its headers by lower-case name, and its body to the byte. */
export interface ArrivedWebhook {
  header(name: string): string | null;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Whether a webhook is from whom it says. What it knows is not shown by `inspect`. */
export interface Verify {
  (webhook: ArrivedWebhook): Promise<boolean>;
  /** What is wrong with one that was not verified, and what to mend, for the receiver's own log. */
  readonly why?: (webhook: ArrivedWebhook) => string;
  /** False where `webhook-id` is no part of what is proved: the same body is the same event then, under whatever id it comes. */
  readonly provesId?: boolean;
}

const OTHER_SECRET_OR_BODY =
  'No signature fits: it was made with another secret, or the body is not the one that was signed. Verify it as it arrived, before a parser or a proxy writes it anew.';

const SECRET_PREFIX = 'whsec_';
/** Standard Webhooks: a delivery signed longer ago, or further ahead, may be one that was recorded. */
const TOLERANCE_MS = 5 * 60_000;

/**
 * Verifies a Standard Webhooks signature (`webhook-id`, `webhook-timestamp`, `webhook-signature`), as Sallyport signs in every
 * dialect. While a secret is rotated give both.
 */
export function standardSignature(
  secret: string | readonly string[],
  options: { readonly now?: () => number; readonly toleranceMs?: number } = {},
): Verify {
  const { now = Date.now, toleranceMs = TOLERANCE_MS } = options;
  const keys = keysOf(secret, (one) => fromBase64(one.replace(SECRET_PREFIX, '')));
  const lateByMs = (timestamp: string | null) => now() - Number(timestamp) * 1000;
  const verify = async ({ header, body }: ArrivedWebhook) => {
    const id = header('webhook-id');
    const timestamp = header('webhook-timestamp');
    if (id === null || timestamp === null || !(Math.abs(lateByMs(timestamp)) <= toleranceMs)) return false;
    const signed = joined(utf8(`${id}.${timestamp}.`), body);
    const signatures = [...(header('webhook-signature') ?? '').matchAll(SIGNATURES)].map(([, one = '']) => one);
    return isAnyRight(keys, signatures.map(fromBase64), signed);
  };
  const why = ({ header }: ArrivedWebhook) => {
    const missing = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].filter((name) => header(name) === null);
    if (missing.length > 0) return `It came without ${missing.join(', ')}: it is not signed, or a proxy left that out.`;
    if (Math.abs(lateByMs(header('webhook-timestamp'))) <= toleranceMs) return OTHER_SECRET_OR_BODY;
    const clock = Math.floor(now() / 1000);
    return `Its webhook-timestamp is ${header('webhook-timestamp')} and this machine's clock ${clock}: it is a replay, or a clock is wrong.`;
  };
  return Object.assign(verify, { why, provesId: true });
}

/** Each of a header's, however many headers of that name a platform has joined. */
const SIGNATURES = /(?<![^\s,])v1,([A-Za-z0-9+/]+=*)/g;

/** Verifies the header `x-rapidsos-signature`: HMAC-SHA256 of the body in hex, with or without `sha256=`. It proves no time. */
export function rapidsosSignature(secret: string | readonly string[]): Verify {
  const keys = keysOf(secret, utf8);
  const verify = ({ header, body }: ArrivedWebhook) => {
    const names = ['x-rapidsos-signature', 'x-rapidsos-signature-previous'];
    const signatures = names.flatMap((name) => fromHex((header(name) ?? '').replace(/^sha256=/, '')) ?? []);
    return isAnyRight(keys, signatures, body);
  };
  const why = ({ header }: ArrivedWebhook) =>
    header('x-rapidsos-signature') === null ? 'It came without x-rapidsos-signature.' : OTHER_SECRET_OR_BODY;
  return Object.assign(verify, { why, provesId: false });
}

/** Verifies the Bearer token that you gave the sender (Prepared), or asks you whether a token is one you issued. */
export function bearerToken(token: string | ((token: string) => boolean | Promise<boolean>)): Verify {
  return async ({ header }) => {
    const given = /^Bearer +(\S+)$/i.exec(header('authorization') ?? '')?.[1];
    if (given === undefined) return false;
    return typeof token === 'string' ? isSame(given, token) : token(given);
  };
}

/** Takes whatever is posted. For Active911, which signs nothing: put a secret into the path that you give it. */
export function withoutProof(): Verify {
  return () => Promise.resolve(true);
}

async function isAnyRight(
  keys: readonly Promise<CryptoKey>[],
  signatures: readonly Uint8Array<ArrayBuffer>[],
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  for (const key of keys) {
    for (const signature of signatures) {
      // Compared by the platform, in a time that does not depend on where they differ.
      if (await crypto.subtle.verify('HMAC', await key, signature, signed)) return true;
    }
  }
  return false;
}

async function isSame(one: string, other: string): Promise<boolean> {
  const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
  return crypto.subtle.verify('HMAC', key, await crypto.subtle.sign('HMAC', key, utf8(one)), utf8(other));
}

/** Refuses with `not_configured` a secret that is missing or is none: anybody could sign with an empty one. */
function keysOf(secret: string | readonly string[], read: (secret: string) => Uint8Array<ArrayBuffer>) {
  const secrets = [secret].flat().map((one) => (typeof one === 'string' ? read(one) : new Uint8Array(0)));
  if (secrets.length === 0 || secrets.some(({ length }) => length === 0)) {
    throw new SallyportError({
      status: 0,
      code: 'not_configured',
      detail: "A secret of the webhook is empty or not one: give what the subscription's answer had, `whsec_` and all.",
      requestId: null,
      retryAfterSeconds: null,
    });
  }
  return secrets.map(importKey);
}

function importKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array(0);
  }
}

function fromHex(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^([0-9a-f]{2})+$/i.test(text)) return null;
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
