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
  if (accessToken === undefined) throw refusalIn(body) ?? withoutToken();
  if (typeof accessToken !== 'string' || !SENDABLE.test(accessToken)) throw withoutToken();
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

/** What a store gives back, which somebody may have written over; null where it is no token that can be sent. */
export function readStoredToken(value: unknown): Token | null {
  const { access_token, token_type, obtained_at, expires_at, ...others } = Object(value) as Partial<StoredToken>;
  if (typeof access_token !== 'string' || !SENDABLE.test(access_token)) return null;
  if (token_type !== 'Bearer' && token_type !== 'DPoP') return null;
  if (typeof obtained_at !== 'number' || typeof expires_at !== 'number') return null;
  const text = (member: unknown) => (typeof member === 'string' ? member : null);
  const { refresh_token, scope } = others;
  return new Token({
    ...{ access_token, token_type, obtained_at, expires_at },
    ...{ refresh_token: text(refresh_token), scope: text(scope) },
  });
}

function endOf(body: Record<string, unknown>, sentAt: number, clockSkewMs: number): number {
  const lifetime = readNumber(body['expires_in']);
  // A token that has ended when it is given would be asked for at every call: how long it is good is not stated then.
  if (lifetime !== null && lifetime > 0) return sentAt + (lifetime > LONGEST_SECONDS ? lifetime : lifetime * 1000);
  const expiration = readInstant(body['expiration']);
  return expiration === null ? sentAt + UNKNOWN_LIFETIME_MS : expiration - clockSkewMs;
}

function readRefreshToken(body: Record<string, unknown>): string | null {
  const given = body['refresh_token'];
  const isUsable = readNumber(body['refresh_token_expires_in'] ?? 1) !== 0;
  return typeof given === 'string' && given !== '' && isUsable ? given : null;
}

/** What a header can carry (RFC 6750 section 2.1, and whatever else is visible): anything else would be refused by the platform. */
const SENDABLE = /^[\x21-\x7e]+$/;

/** Servers in the field refuse with 200, too, in the words of OAuth or as Active911 does. */
function refusalIn({
  error,
  error_description,
  detail,
  message,
  result,
}: Record<string, unknown>): SallyportError | null {
  if (typeof error !== 'string' && result !== 'error') return null;
  const sentence = [detail, error_description, message].find((text) => typeof text === 'string' && text !== '');
  return new SallyportError({
    status: 200,
    code: typeof error === 'string' ? error : 'refused',
    detail: typeof sentence === 'string' ? sentence : 'The token service refused, and did not say why.',
    requestId: null,
    retryAfterSeconds: null,
  });
}

function withoutToken(): SallyportError {
  return new SallyportError({
    status: 200,
    code: 'unreadable_answer',
    detail: 'The token service answered without an access token that can be sent.',
    requestId: null,
    retryAfterSeconds: null,
  });
}
