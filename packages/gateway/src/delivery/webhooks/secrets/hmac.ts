import { hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const [INNER, OUTER] = [0x36, 0x5c];

/** A key as HMAC-SHA256 hashes it before a message, and before what that gave. */
export interface HmacKey {
  readonly inner: Buffer;
  readonly outer: Buffer;
}

/** RFC 2104 section 2: a key that is longer than a block is hashed first. */
export function hmacKey(key: Buffer): HmacKey {
  const block = Buffer.alloc(BLOCK_BYTES);
  (key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key).copy(block);
  const padded = (pad: number) => Buffer.from(block.map((byte) => byte ^ pad));
  return { inner: padded(INNER), outer: padded(OUTER) };
}

/** What is hashed last, in one place: hashing does not wait. */
const last = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES);

/** HMAC-SHA256 of the message (RFC 2104), in base64. `createHmac` makes an object for each message, which the collector has to end. */
export function hmacSha256({ inner, outer }: HmacKey, message: Buffer): string {
  outer.copy(last);
  hash('sha256', Buffer.concat([inner, message]), 'buffer').copy(last, BLOCK_BYTES);
  return hash('sha256', last, 'base64');
}
