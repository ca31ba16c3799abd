import { SallyportError } from '../requests/error.ts';
import { readInstant, readNumber } from '../wire/instants.ts';

/** A token as a store keeps it. Times are in milliseconds of this machine's clock. */
export interface StoredToken {
  readonly access_token: string;
  readonly token_type: 'Bearer' | 'DPoP';
  readonly obtained_at: number;
  readonly expires_at: number;
  readonly refresh_token: string | null;
  readonly scope: string | null;
}

/** For how long a token is taken to be good whose answer does not say. */
const UNKNOWN_LIFETIME_MS = 300_000;
/** A lifetime of more seconds than this is in milliseconds. */
const LONGEST_SECONDS = 400 * 86_400;

/** An access token and its refresh token. Neither is shown by `console.log`, `util.inspect` or `JSON.stringify`. */
export class Token {
  readonly tokenType: 'Bearer' | 'DPoP';
  readonly obtainedAt: number;
  readonly expiresAt: number;
  readonly scope: string | null;
  readonly #accessToken: string;
  readonly #refreshToken: string | null;

  constructor(stored: StoredToken) {
    this.#accessToken = stored.access_token;
    this.#refreshToken = stored.refresh_token;
    this.tokenType = stored.token_type;
    this.obtainedAt = stored.obtained_at;
    this.expiresAt = stored.expires_at;
    this.scope = stored.scope;
  }

  get accessToken(): string {
    return this.#accessToken;
  }

  get refreshToken(): string | null {
    return this.#refreshToken;
  }

  /** For a store, and for nothing that is printed. */
  toStored(): StoredToken {
    return {
      access_token: this.#accessToken,
      token_type: this.tokenType,
      obtained_at: this.obtainedAt,
      expires_at: this.expiresAt,
      refresh_token: this.#refreshToken,
      scope: this.scope,
    };
  }
}

/**
 * Reads the answer of any of the token paths: `access_token`, or `acces_token` as seed 001 prints it; `expires_in` as a number
 * or as text, or `expiration` in seconds since 1970, which is by the server's clock. A refresh token that may not be used
 * (`refresh_token_expires_in: "0"`, seed 000) or is empty (seed 003) is none; one that is left out is the one sent.
 */
export function readToken(
  answer: unknown,
  context: { readonly sentAt: number; readonly clockSkewMs: number; readonly refreshToken: string | null },
): Token {
  const body = (typeof answer === 'object' && answer !== null ? answer : {}) as Record<string, unknown>;
  const accessToken = body['access_token'] ?? body['acces_token'];
  if (typeof accessToken !== 'string' || accessToken === '') throw withoutToken();
  const { sentAt, clockSkewMs } = context;
  return new Token({
    access_token: accessToken,
    token_type: String(body['token_type']).toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer',
    obtained_at: sentAt,
    expires_at: endOf(body, sentAt, clockSkewMs),
    refresh_token: readRefreshToken(body) ?? context.refreshToken,
    scope: typeof body['scope'] === 'string' ? body['scope'] : null,
  });
}

function endOf(body: Record<string, unknown>, sentAt: number, clockSkewMs: number): number {
  const lifetime = readNumber(body['expires_in']);
  if (lifetime !== null) return sentAt + (lifetime > LONGEST_SECONDS ? lifetime : lifetime * 1000);
  const expiration = readInstant(body['expiration']);
  return expiration === null ? sentAt + UNKNOWN_LIFETIME_MS : expiration - clockSkewMs;
}

function readRefreshToken(body: Record<string, unknown>): string | null {
  const given = body['refresh_token'];
  const isUsable = readNumber(body['refresh_token_expires_in'] ?? 1) !== 0;
  return typeof given === 'string' && given !== '' && isUsable ? given : null;
}

function withoutToken(): SallyportError {
  return new SallyportError({
    status: 200,
    code: 'unreadable_answer',
    detail: 'The token service answered without an access token.',
    requestId: null,
    retryAfterSeconds: null,
  });
}
