import { createHash, timingSafeEqual } from 'node:crypto';
import { inspect } from 'node:util';
import type { Random } from './random.ts';

const SECRET_BYTES = 32;

/** A value that may be shown to its owner once. Printing, logging or serialising it yields a mark, never the value. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. Call it only where the owner reads the answer. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}

/** 256 unpredictable bits in base64url: the form of every client secret, ticket, session and link. */
export function newSecret(random: Random): Secret {
  return new Secret(random.bytes(SECRET_BYTES).toString('base64url'));
}

/** The form in which a 256-bit secret is stored: SHA-256 in hex. Not for passwords, which people choose. */
export function hashSecret(value: string): string {
  return createHash('sha256').update(value, 'utf8').digest('hex');
}

/** Equality of two stored hashes in constant time. */
export function equalHashes(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}
