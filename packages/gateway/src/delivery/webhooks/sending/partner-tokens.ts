import type { Clock } from '../../../kernel/clock.ts';
import { credentialPurpose, type Seal } from '../../../kernel/seal.ts';
import type { Authentication } from '../subscription/types.ts';
import type { Deadline } from './deadline.ts';
import { type HttpPost, PostFailed } from './http-post.ts';

const TOKEN_ANSWER_BYTES = 16_384;
const ASSUMED_TTL_SECONDS = 300;
const RENEWED_EARLY_MS = 30_000;

type ClientCredentials = Extract<Authentication, { kind: 'client_credentials' }>;

/** Which subscription asks, and whose it is. */
export interface Asking {
  readonly id: number;
  readonly owner: string;
}

interface CachedToken {
  readonly sealed: string;
  readonly token: Promise<string>;
  expiresAt: number;
}

const encode = (text: string) => encodeURIComponent(text).replaceAll('%20', '+');

function readToken(body: Buffer): { token: string; ttlSeconds: number } {
  try {
    const { access_token, expires_in } = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
    const ttlSeconds = Number(expires_in ?? ASSUMED_TTL_SECONDS);
    // A token is a header's value: nothing but visible ASCII (RFC 6750 section 2.1).
    if (typeof access_token === 'string' && /^[\x21-\x7e]{1,8192}$/.test(access_token)) {
      return { token: access_token, ttlSeconds: Number.isFinite(ttlSeconds) ? ttlSeconds : ASSUMED_TTL_SECONDS };
    }
  } catch {
    // Stated below, as of any other answer that has no token.
  }
  throw new PostFailed('the token URL answered without an access token');
}

/**
 * Tokens that partners issue to us by client credentials, kept until 30 s before they expire. Deliveries that need one
 * at the same time ask once.
 */
export class PartnerTokens {
  readonly #http: HttpPost;
  readonly #seal: Seal;
  readonly #clock: Clock;
  readonly #cached = new Map<number, CachedToken>();

  constructor(ports: { http: HttpPost; seal: Seal; clock: Clock }) {
    this.#http = ports.http;
    this.#seal = ports.seal;
    this.#clock = ports.clock;
  }

  /** The token for a subscription's deliveries; rejects with `PostFailed` where the partner gives none. */
  async find(asking: Asking, given: ClientCredentials, deadline: Deadline): Promise<string> {
    const { id: subscriptionId } = asking;
    const cached = this.#cached.get(subscriptionId);
    if (cached?.sealed === given.sealed && cached.expiresAt > this.#clock.now()) return cached.token;
    const fetched = this.#fetch(asking, given, deadline);
    const entry: CachedToken = {
      sealed: given.sealed,
      token: fetched.then(({ token }) => token),
      expiresAt: Number.POSITIVE_INFINITY,
    };
    // Whoever finds it in the cache awaits it, perhaps nobody.
    entry.token.catch(() => {});
    this.#cached.set(subscriptionId, entry);
    try {
      const { ttlSeconds } = await fetched;
      entry.expiresAt = this.#clock.now() + ttlSeconds * 1000 - RENEWED_EARLY_MS;
      return await entry.token;
    } catch (err) {
      this.forget(subscriptionId);
      throw err;
    }
  }

  /** The endpoint refused the token: the next delivery fetches another one. */
  forget(subscriptionId: number): void {
    this.#cached.delete(subscriptionId);
  }

  async #fetch({ id, owner }: Asking, given: ClientCredentials, deadline: Deadline) {
    const { tokenUrl, clientId, scope, audience = null, isSecretInBody = false } = given;
    const secret = this.#seal.open(given.sealed, credentialPurpose(id));
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      ...(scope !== null && { scope }),
      ...(audience !== null && { audience }),
      // RFC 6749 section 2.3.1: for servers that take the credentials in the body alone.
      ...(isSecretInBody && { client_id: clientId, client_secret: secret }),
    });
    // RFC 6749 section 2.3.1: both are form-encoded before they are joined.
    const basic = Buffer.from(`${encode(clientId)}:${encode(secret)}`).toString('base64');
    const request = {
      url: tokenUrl,
      owner,
      headers: {
        ...(!isSecretInBody && { authorization: `Basic ${basic}` }),
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: Buffer.from(form.toString()),
      limitBytes: TOKEN_ANSWER_BYTES,
      isBodyNeeded: true,
    };
    const answer = await this.#http.post(request, deadline).catch((err: Error) => {
      throw new PostFailed(`the token URL: ${err.message}`);
    });
    if (answer.status < 200 || answer.status > 299) throw new PostFailed(`the token URL answered ${answer.status}`);
    return readToken(answer.body);
  }
}
