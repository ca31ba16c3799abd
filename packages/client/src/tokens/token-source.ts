import type { Credentials } from '../requests/auth.ts';
import { SallyportError } from '../requests/error.ts';
import { untilAborted } from '../requests/until-aborted.ts';
import type { ClockSkew } from './clock-skew.ts';
import type { Grant } from './grants.ts';
import type { ProofKey } from './proof-key.ts';
import { readStoredToken, type Token } from './token.ts';
import type { TokenService } from './token-service.ts';
import type { TokenStore } from './token-store.ts';

/** What a token source works with. `createTokens` puts one together from credentials. */
export interface TokenSourceOptions {
  readonly service: TokenService;
  readonly grant: Grant;
  readonly store: TokenStore;
  /** Under which the store keeps the token: the same for everybody who may share it. */
  readonly key: string;
  readonly clock: ClockSkew;
  readonly proofKey?: ProofKey | undefined;
  /** A store that fails does not end the calls; it is reported here. */
  readonly onStoreFailure?: ((error: unknown) => void) | undefined;
  /** Stands in for `Date.now` and `Math.random`. */
  readonly now?: (() => number) | undefined;
  readonly random?: (() => number) | undefined;
}

/** A token is renewed after this share of its lifetime, up to JITTER of it later. */
const RENEWED_AFTER = 0.75;
const JITTER = 0.1;
/** In its last moments a token could end on the way. */
const UNSAFE_MS = 5_000;
const UNSAFE_SHARE = 0.05;
/** What clocks are set back by all the time. */
const CLOCK_STEP_MS = 60_000;
/** How long a renewal that failed is not tried again while the token is good. */
const RENEWAL_PAUSE_MS = 10_000;
/** A token that took the place of a refused one is not refused in its turn for so long: it is not the token that is wrong then. */
const REJECTION_PAUSE_MS = 10_000;
/** How long refused credentials are not sent again: five wrong passwords lock an account. */
const REFUSAL_HELD_MS = 30_000;

/**
 * One token for any number of callers. However many wait, one request is under way; it is renewed early while the old one
 * still serves everybody, so a token service that is down for less than a quarter of a lifetime is not noticed. Refused
 * credentials are not sent again for half a minute. Nothing it holds is shown by `inspect`.
 */
export class TokenSource implements Credentials {
  readonly #options: TokenSourceOptions;
  readonly #now: () => number;
  /** Each process takes its own, so that many do not renew in the same second. */
  readonly #renewedAfter: number;
  #current: Token | null = null;
  #refused: string | null = null;
  #renewal: Promise<Token> | null = null;
  #failedAt: number | null = null;
  #rejectedAt: number | null = null;
  #held: { readonly error: unknown; readonly at: number } | null = null;
  /** Counts what was forgotten: a token asked for before is not kept after. */
  #forgotten = 0;

  constructor(options: TokenSourceOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#renewedAfter = RENEWED_AFTER + JITTER * (options.random ?? Math.random)();
  }

  /** How far the server's clock is ahead of this machine's, in milliseconds. */
  get clockSkewMs(): number {
    return this.#options.clock.skewMs;
  }

  /** An access token that is good now. Refuses with SallyportError; a caller whose signal ends stops waiting alone. */
  async token(signal?: AbortSignal): Promise<string> {
    return (await this.#usable(signal)).accessToken;
  }

  async headers(
    request: { readonly method: string; readonly url: string },
    signal?: AbortSignal,
  ): Promise<Record<string, string>> {
    const { accessToken, tokenType } = await this.#usable(signal);
    const authorization = `${tokenType} ${accessToken}`;
    const { proofKey } = this.#options;
    if (proofKey === undefined || tokenType !== 'DPoP') return { authorization };
    const at = this.#now() + this.clockSkewMs;
    return { authorization, dpop: await proofKey.prove({ ...request, accessToken, at }) };
  }

  refused(headers: Readonly<Record<string, string>>): void {
    this.reject(headers['authorization']?.split(' ')[1] ?? '');
  }

  /**
   * This token was refused: it is not given out again. Where a new one was refused as the one before it, the next is asked for
   * ten seconds later: a server that refuses every token is not asked for one a call.
   */
  reject(accessToken: string): void {
    const current = this.#current;
    if (current?.accessToken !== accessToken || accessToken === this.#refused) return;
    const isOfTheLastRejection = this.#rejectedAt !== null && current.obtainedAt >= this.#rejectedAt;
    if (isOfTheLastRejection && this.#isWithin(this.#rejectedAt, REJECTION_PAUSE_MS)) return;
    this.#rejectedAt = this.#now();
    this.#refused = accessToken;
  }

  answered(headers: Headers, sentAt: number): void {
    this.#options.clock.answered(headers, sentAt);
  }

  /** Forgets the token, in the store too: the next call asks for a new one. */
  async forget(): Promise<void> {
    const { store, key } = this.#options;
    this.#drop();
    await store.exclusively(key, () => store.write(key, null));
  }

  /**
   * Signs out: the server ends the grant with everything that came of it, or the access token where there is no refresh token
   * (RFC 7009 section 2.1), and the token is forgotten. Refuses with `not_configured` where the server has no such path. A
   * refusal leaves the token in its place, so that this can be called again.
   */
  async revoke(signal?: AbortSignal): Promise<void> {
    const { store, key, service } = this.#options;
    const url = service.server.revokeUrl;
    if (url === undefined) throw withoutRevocation();
    await store.exclusively(key, async () => {
      const token = (await this.#stored()) ?? this.#current;
      if (token !== null) {
        const form = { token: token.refreshToken ?? token.accessToken };
        await service.ask(url, form, signal).catch((error: unknown) => {
          // RFC 7009 section 2.2: the body of the answer means nothing, so it may be none.
          if (!(error instanceof SallyportError && error.status === 200)) throw error;
        });
      }
      this.#drop();
      await store.write(key, null);
    });
  }

  async #usable(signal: AbortSignal | undefined): Promise<Token> {
    const now = this.#now();
    const token = this.#current;
    if (token === null || !this.#isGood(token, now)) return untilAborted(this.#renew(), signal);
    if (now >= this.#renewAt(token) && !this.#isWithin(this.#failedAt, RENEWAL_PAUSE_MS)) {
      const renewal = this.#renew().catch((error: unknown) => {
        if (this.#isGood(token, this.#now(), 0)) return token;
        throw error;
      });
      if (!this.#isGood(token, now, unsafeMs(token))) return untilAborted(renewal, signal);
      renewal.catch(() => {});
    }
    return token;
  }

  /** A token of the future was obtained before this machine's clock was set back: when it ends is not known any more. */
  #isGood(token: Token, now: number, marginMs = 0): boolean {
    if (token.accessToken === this.#refused || now < token.obtainedAt - CLOCK_STEP_MS) return false;
    return now < token.expiresAt - marginMs;
  }

  /** A clock that was set back ends every wait that was begun by it. */
  #isWithin(since: number | null, ms: number): boolean {
    const now = this.#now();
    return since !== null && now >= since && now < since + ms;
  }

  #drop(): void {
    this.#forgotten += 1;
    this.#renewal = null;
    this.#current = null;
    this.#held = null;
  }

  #renewAt(token: Token): number {
    return token.obtainedAt + (token.expiresAt - token.obtainedAt) * this.#renewedAfter;
  }

  #renew(): Promise<Token> {
    if (this.#held !== null && this.#isWithin(this.#held.at, REFUSAL_HELD_MS)) return Promise.reject(this.#held.error);
    const before = this.#forgotten;
    this.#renewal ??= this.#obtain(before).then(
      (token) => {
        if (this.#forgotten !== before) return token;
        this.#renewal = null;
        this.#current = token;
        return token;
      },
      (error: unknown) => {
        if (this.#forgotten !== before) throw error;
        this.#renewal = null;
        this.#failedAt = this.#now();
        if (isRefusedForGood(error)) this.#held = { error, at: this.#now() };
        throw error;
      },
    );
    return this.#renewal;
  }

  /** What another process has renewed meanwhile, or a new one. */
  async #obtain(asOf: number): Promise<Token> {
    const { store, key, service, grant, onStoreFailure } = this.#options;
    const give = async (isStoreWell: boolean) => {
      const stored = isStoreWell ? await this.#stored() : null;
      const now = this.#now();
      if (stored !== null && this.#isGood(stored, now) && now < this.#renewAt(stored)) return stored;
      const token = await grant(service, stored ?? this.#current);
      if (isStoreWell && this.#forgotten === asOf)
        await store.write(key, token.toStored()).catch(onStoreFailure ?? (() => {}));
      return token;
    };
    let isEntered = false;
    try {
      return await store.exclusively(key, () => {
        isEntered = true;
        return give(true);
      });
    } catch (error) {
      if (isEntered) throw error;
      // Without its lock a store is of no use; without a token an alarm is not sent.
      onStoreFailure?.(error);
      return give(false);
    }
  }

  async #stored(): Promise<Token | null> {
    const { store, key, onStoreFailure } = this.#options;
    try {
      return readStoredToken(await store.read(key));
    } catch (error) {
      onStoreFailure?.(error);
      return null;
    }
  }
}

function unsafeMs({ obtainedAt, expiresAt }: Token): number {
  return Math.min(UNSAFE_MS, (expiresAt - obtainedAt) * UNSAFE_SHARE);
}

/** The credentials are wrong, which asking again does not mend. */
function isRefusedForGood(error: unknown): boolean {
  const refusals = ['invalid_client', 'invalid_grant', 'unauthorized_client', 'unauthorized', 'invalid_scope'];
  return error instanceof SallyportError && refusals.includes(error.code);
}

function withoutRevocation(): SallyportError {
  return new SallyportError({
    status: 0,
    code: 'not_configured',
    detail: 'This server has no revocation URL; set one, or forget the token and let it end by itself.',
    requestId: null,
    retryAfterSeconds: null,
  });
}
