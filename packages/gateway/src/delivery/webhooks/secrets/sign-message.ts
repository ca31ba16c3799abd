import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Random } from '../../../kernel/random.ts';
import { Secret } from '../../../kernel/secrets.ts';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** A new signing secret in the form of Standard Webhooks: `whsec_` and 256 random bits in base64. */
export function newWebhookSecret(random: Random): Secret {
  return new Secret(`${PREFIX}${random.bytes(SECRET_BYTES).toString('base64')}`);
}

/** A secret that signs, and its key: to make one costs more than to sign with it. */
export interface SigningSecret {
  readonly text: string;
  readonly key: KeyObject;
}

export function signingSecret(text: string): SigningSecret {
  // A bare buffer would do, but Node takes 11 us to find that it is no key object.
  return { text, key: createSecretKey(Buffer.from(text.slice(PREFIX.length), 'base64')) };
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
  const signatures = message.secrets.map(({ key }) => {
    const hmac = createHmac('sha256', key).update(`${message.id}.${timestamp}.`).update(message.body);
    return `v1,${hmac.digest('base64')}`;
  });
  return { 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
