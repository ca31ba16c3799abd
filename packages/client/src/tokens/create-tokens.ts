import type { RetryOptions } from '../requests/retrying.ts';
import type { TokenAddresses } from '../servers/server.ts';
import type { ClientIdentity } from './client-identity.ts';
import { ClockSkew } from './clock-skew.ts';
import { clientCredentials, type Grant, password } from './grants.ts';
import type { ProofKey } from './proof-key.ts';
import { TokenService } from './token-service.ts';
import { TokenSource } from './token-source.ts';
import { memoryStore, type TokenStore } from './token-store.ts';

/** Who asks for tokens: a client, and where a person is needed, that person. */
export interface TokenCredentials extends Partial<ClientIdentity> {
  /** With a password: the password grant. */
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Between spaces. */
  readonly scope?: string | undefined;
  /** Any other grant; client credentials, or the password grant for a user name, where it is left out. */
  readonly grant?: Grant | undefined;
}

/** What may be set besides the credentials. */
export interface TokenOptions {
  /** Memory where it is left out. Give a file or your own to share a token or to keep it. */
  readonly store?: TokenStore | undefined;
  /** Under which the store keeps the token; by default the server, the client, the user name and the scope. */
  readonly storeKey?: string | undefined;
  /** Binds tokens to this key (RFC 9449). */
  readonly proofKey?: ProofKey | undefined;
  /** Is told how many milliseconds the server's clock is ahead of this machine's, from five seconds on. */
  readonly onClockSkew?: ((skewMs: number) => void) | undefined;
  readonly onStoreFailure?: ((error: unknown) => void) | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** How long and how often a token request is sent again. */
  readonly tokenRetry?: RetryOptions | undefined;
  readonly now?: (() => number) | undefined;
  readonly random?: (() => number) | undefined;
}

/** A token source for these credentials at this server: make one, and give it to every caller. */
export function createTokens(
  credentials: TokenCredentials & TokenOptions & { readonly server: TokenAddresses },
): TokenSource {
  const { server, clientId, username = '', scope = '' } = credentials;
  const clock = new ClockSkew(credentials.onClockSkew);
  const client = clientId === undefined ? null : identityOf(credentials, clientId);
  const { proofKey, fetch, now, random, onStoreFailure } = credentials;
  return new TokenSource({
    service: new TokenService({ ...credentials.tokenRetry, server, client, clock, proofKey, fetch, now }),
    grant: credentials.grant ?? grantOf(credentials),
    store: credentials.store ?? memoryStore(),
    key: credentials.storeKey ?? [server.tokenUrl, clientId ?? '', username, scope].join(' '),
    clock,
    proofKey,
    onStoreFailure,
    now,
    random,
  });
}

function identityOf(credentials: TokenCredentials, clientId: string): ClientIdentity {
  const { clientSecret, secretIn, privateKey, keyId } = credentials;
  return { clientId, clientSecret, secretIn, privateKey, keyId };
}

function grantOf({ username, password: word, scope }: TokenCredentials): Grant {
  return username === undefined ? clientCredentials({ scope }) : password({ username, password: word ?? '', scope });
}
