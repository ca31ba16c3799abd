import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { logRetried } from '../../kernel/retried-failures.ts';
import { keyPurpose, type Seal } from '../../kernel/seal.ts';
import { makeSigningKey } from './make-signing-key.ts';
import { resealKeys } from './reseal-keys.ts';
import { allKeys, insertKey, type SigningAlgorithm } from './store.ts';

const RELOAD_AGAIN_MS = 400;
/** Strangers can send any key id, so an unknown one is looked for no more often than this. */
const LOOK_EVERY_MS = 200;

export interface SigningKey {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly privateKey: KeyObject;
  readonly activatedAt: number;
}

export interface VerificationKey {
  readonly algorithm: SigningAlgorithm;
  readonly publicKey: KeyObject;
}

/** A public key as `/oauth/jwks.json` shows it. */
export interface PublicJwk {
  readonly kty: string;
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: string;
  readonly crv: string;
  readonly x: string;
  readonly y?: string;
}

/** The installation's signing keys, in memory and kept up to date with every process's rotations. */
export class KeyRing {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #algorithm: SigningAlgorithm;
  readonly #log: Log;
  readonly #seal: Seal;
  #current: SigningKey | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #byKid = new Map<string, VerificationKey>();
  #published: readonly PublicJwk[] = [];

  constructor(ports: {
    database: Database;
    clock: Clock;
    algorithm: SigningAlgorithm;
    changes: ChangeFeed;
    log: Log;
    seal: Seal;
  }) {
    this.#seal = ports.seal;
    this.#log = ports.log;
    this.#database = ports.database;
    this.#clock = ports.clock;
    this.#algorithm = ports.algorithm;
    ports.changes.on('keys', () => this.#follow());
    ports.changes.onAnew(() => this.#follow());
  }

  /** Seals what is not sealed, makes the keys that this process's seal lacks, then loads. */
  async start(): Promise<void> {
    await resealKeys({ database: this.#database, clock: this.#clock, seal: this.#seal });
    await this.#makeMissing();
    await this.reload();
  }

  /** The first keys of an installation, or of a process with a seal of its own; and the next one after a rotation elsewhere. */
  async #makeMissing(): Promise<void> {
    const { fingerprint } = this.#seal;
    const own = (await allKeys(this.#database.read)).filter(({ sealedUnder }) => sealedUnder === fingerprint);
    for (const state of ['current', 'next'] as const) {
      if (own.some((key) => key.state === state)) continue;
      const key = await makeSigningKey(this.#seal, this.#algorithm, state, this.#clock.now());
      await this.#database.write((tx) => insertKey(tx.query, key));
    }
  }

  async reload(): Promise<void> {
    const records = await allKeys(this.#database.read);
    this.#byKid = new Map(
      records.map(({ kid, algorithm, publicJwk }) => [
        kid,
        { algorithm, publicKey: createPublicKey({ key: JSON.parse(publicJwk) as JsonWebKey, format: 'jwk' }) },
      ]),
    );
    this.#published = records.map(({ publicJwk }) => JSON.parse(publicJwk) as PublicJwk);
    const current = records.find(
      ({ state, sealedUnder }) => state === 'current' && sealedUnder === this.#seal.fingerprint,
    );
    if (current === undefined) throw new Error('the installation has no current signing key');
    this.#current = {
      kid: current.kid,
      algorithm: current.algorithm,
      privateKey: createPrivateKey({
        key: JSON.parse(this.#seal.open(current.privateJwk, keyPurpose(current.kid))) as JsonWebKey,
        format: 'jwk',
      }),
      activatedAt: current.activatedAt ?? current.createdAt,
    };
  }

  /** A rotation is never missed because the database did not answer at that moment. */
  #follow(): void {
    // A command rotates keys and signs with none: to make one is the servers' work.
    if (this.#current === undefined) return;
    this.#makeMissing()
      .then(() => this.reload())
      .catch((err) => {
        logRetried(this.#log, { err }, `the signing keys could not be read; trying again in ${RELOAD_AGAIN_MS} ms`);
        setTimeout(() => this.#follow(), RELOAD_AGAIN_MS).unref();
      });
  }

  /** The key that signs now. */
  current(): SigningKey {
    if (this.#current === undefined) throw new Error('the key ring was not started');
    return this.#current;
  }

  /** The key of that id, whether next, current or previous; nothing for any other id. */
  find(kid: string): VerificationKey | undefined {
    return this.#byKid.get(kid);
  }

  /** Looks for a key this process has not received of yet, which another one may have begun to sign with. */
  async lookFor(kid: string): Promise<void> {
    const now = this.#clock.elapsed();
    if (this.#byKid.has(kid) || now - this.#lookedAt < LOOK_EVERY_MS) return;
    this.#lookedAt = now;
    await this.reload();
  }

  /** Next, current and previous, for verifiers elsewhere. */
  published(): readonly PublicJwk[] {
    return this.#published;
  }
}
