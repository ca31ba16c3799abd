import { argon2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Random } from '../../kernel/random.ts';
import { type HashRequester, PasswordQueue } from './password-queue.ts';

/** OWASP's floor for argon2id; one hash takes 19 MiB. */
export const ARGON2_PARAMETERS = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;

const SALT_BYTES = 16;
/** What nobody at an address asked for: the console, a seed. */
const OWN: HashRequester = { isKnown: true, key: '' };
const argon2Async = promisify(argon2);

interface Stored {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly salt: Buffer;
  readonly tag: Buffer;
}

function encode({ memory, passes, parallelism, salt, tag }: Stored): string {
  const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;
}

function decode(stored: string): Stored {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(stored);
  const [, memory, passes, parallelism, salt, tag] = match ?? [];
  if (salt === undefined || tag === undefined) throw new Error('a stored password hash is not argon2id');
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

/**
 * argon2id in the PHC string form, off the main thread, in a queue of its own: logins wait for each other and never for
 * or before machine tokens, and known people's never for strangers'. A full queue refuses as `PasswordQueue` does.
 */
export class PasswordHasher {
  readonly #random: Random;
  readonly #queue: PasswordQueue;
  /** What a name without an account is checked against, so that it costs what a wrong password costs. */
  readonly #nobody: string;

  constructor(ports: { random: Random; concurrency: number; queueLength: number }) {
    this.#random = ports.random;
    this.#queue = new PasswordQueue(ports);
    const { tagLength, ...parameters } = ARGON2_PARAMETERS;
    this.#nobody = encode({
      ...parameters,
      salt: this.#random.bytes(SALT_BYTES),
      tag: this.#random.bytes(tagLength),
    });
  }

  /** How many hashes wait for their turn. */
  get waiting(): number {
    return this.#queue.waiting;
  }

  async hash(password: string, requester = OWN): Promise<string> {
    const { tagLength, ...parameters } = ARGON2_PARAMETERS;
    const salt = this.#random.bytes(SALT_BYTES);
    const tag = await this.#compute(password, { ...parameters, salt, tag: Buffer.alloc(tagLength) }, requester);
    return encode({ ...parameters, salt, tag });
  }

  /** True where the password is the stored one. Null means there is no account: the same work, and false. */
  async verify(password: string, stored: string | null, requester = OWN): Promise<boolean> {
    const expected = decode(stored ?? this.#nobody);
    const tag = await this.#compute(password, expected, requester);
    return timingSafeEqual(tag, expected.tag) && stored !== null;
  }

  #compute(password: string, { salt, tag, ...parameters }: Stored, requester: HashRequester): Promise<Buffer> {
    return this.#queue.run(requester, () => {
      const message = Buffer.from(password.normalize('NFC'), 'utf8');
      return argon2Async('argon2id', { ...parameters, message, nonce: salt, tagLength: tag.length });
    });
  }
}
