import { tokens as byTokens } from '../requests/auth.ts';
import { type RetryOptions, retrying } from '../requests/retrying.ts';
import { Transport } from '../requests/transport.ts';
import type { TokenAddresses } from '../servers/server.ts';
import { createTokens, type TokenCredentials, type TokenOptions } from '../tokens/create-tokens.ts';
import type { TokenSource } from '../tokens/token-source.ts';

/** Who calls: credentials, from which a token source is made, or a token source that others use too. */
export type ConnectionOptions<Server> = {
  readonly server: Server;
  readonly fetch?: typeof fetch | undefined;
  /** How calls are sent again; each has 30 s in all where nothing is set. */
  readonly retry?: RetryOptions | undefined;
} & ({ readonly tokens: TokenSource } | ({ readonly tokens?: undefined } & TokenCredentials & TokenOptions));

/** What every call takes besides. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Over all attempts together. */
  readonly deadlineMs?: number | undefined;
}

/** What a call takes that the server does once a key. A key is made where none is given; give your own to repeat a call later. */
export interface OnceOptions extends CallOptions {
  readonly idempotencyKey?: string | undefined;
}

/** The tokens and the transport of a vendor's client. */
export function connect<Server extends TokenAddresses>(
  options: ConnectionOptions<Server>,
): { tokens: TokenSource; transport: Transport } {
  const { tokens = createTokens(options), fetch, retry } = options;
  const transport = new Transport({ baseUrl: '', auth: byTokens(tokens), fetch, resend: retrying(retry) });
  return { tokens, transport };
}

/** The signal and the deadline of a call. */
export function boundsOf({ signal, deadlineMs }: CallOptions): CallOptions {
  return { signal, deadlineMs };
}

/** How a call is done once: by a key where the server takes keys; sent once where it does not. */
export function once(
  options: OnceOptions,
  takesKeys: boolean,
): { headers?: Record<string, string>; isRepeatable: boolean } {
  if (!takesKeys) return { isRepeatable: false };
  return { headers: { 'idempotency-key': options.idempotencyKey ?? crypto.randomUUID() }, isRepeatable: true };
}
