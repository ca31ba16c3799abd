import type { Random } from '../../../kernel/random.ts';
import { Secret } from '../../../kernel/secrets.ts';
import { type HmacKey, hmacKey, hmacSha256 } from './hmac.ts';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** A new signing secret in the form of Standard Webhooks: `whsec_` and 256 random bits in base64. */
export function newWebhookSecret(random: Random): Secret {
  return new Secret(`${PREFIX}${random.bytes(SECRET_BYTES).toString('base64')}`);
}

/** A secret that signs, and its key. */
export interface SigningSecret {
  readonly text: string;
  readonly key: HmacKey;
}

export function signingSecret(text: string): SigningSecret {
  return { text, key: hmacKey(Buffer.from(text.slice(PREFIX.length), 'base64')) };
}

/** The Standard Webhooks headers of one attempt; each secret gives a signature, so that either one verifies. */
export function signatureHeaders(message: {
  id: string;
  /** Milliseconds, of this attempt. */
  at: number;
  body: Buffer;
  secrets: readonly SigningSecret[];
}): Record<string, string> {
  const timestamp = String(Math.floor(message.at / 1000));
  const signed = Buffer.concat([Buffer.from(`${message.id}.${timestamp}.`), message.body]);
  const signatures = message.secrets.map(({ key }) => `v1,${hmacSha256(key, signed)}`);
  return { 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
