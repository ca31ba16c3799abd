import { noAuth } from '../requests/auth.ts';
import { SallyportError } from '../requests/error.ts';
import { pause, type RetryOptions, retrying } from '../requests/retrying.ts';
import { scrub } from '../requests/scrub.ts';
import { type Call, type Resend, Transport } from '../requests/transport.ts';
import type { TokenAddresses } from '../servers/server.ts';
import { type ClientIdentity, proveClient } from './client-identity.ts';
import type { ClockSkew } from './clock-skew.ts';
import type { ProofKey } from './proof-key.ts';
import { readToken, type Token } from './token.ts';

type Form = Readonly<Record<string, string | undefined>>;

/** How token requests are sent. */
export interface TokenServiceOptions extends RetryOptions {
  readonly server: TokenAddresses;
  /** Left out where there is no client, as with personal tokens. */
  readonly client: ClientIdentity | null;
  readonly clock: ClockSkew;
  readonly proofKey?: ProofKey | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** Stands in for `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** One server's token paths, asked as one client. No error of it holds what was sent. */
export class TokenService {
  readonly #options: TokenServiceOptions;
  readonly #transport: Transport;
  readonly #resend: Resend;

  constructor(options: TokenServiceOptions) {
    this.#options = options;
    this.#resend = retrying(options);
    this.#transport = new Transport({
      baseUrl: '',
      auth: noAuth,
      fetch: options.fetch,
      onAnswer: (headers, sentAt) => options.clock.answered(headers, sentAt),
    });
  }

  get server(): TokenAddresses {
    return this.#options.server;
  }

  get clientId(): string {
    return this.#options.client?.clientId ?? '';
  }

  /** Asks for a token. A request that may be sent again without harm (`isRepeatable`) is, while the service is down. */
  token(
    form: Form,
    options: { url?: string; isRepeatable: boolean; refreshToken?: string | null; signal?: AbortSignal | undefined },
  ): Promise<Token> {
    const { clock } = this.#options;
    return this.#post(options.url ?? this.server.tokenUrl, form, options, (answer, sentAt) =>
      readToken(answer, { sentAt, clockSkewMs: clock.skewMs, refreshToken: options.refreshToken ?? null }),
    );
  }

  /** Asks another of the service's paths, with the client's proof. */
  ask<T>(url: string, form: Form, signal?: AbortSignal): Promise<T> {
    return this.#post(url, form, { isRepeatable: true, signal }, (answer) => answer as T);
  }

  async #post<T>(
    url: string,
    form: Form,
    { isRepeatable, signal }: { isRepeatable: boolean; signal?: AbortSignal | undefined },
    read: (answer: unknown, sentAt: number) => T,
  ): Promise<T> {
    const { client, clock, proofKey } = this.#options;
    const isSigned = client?.privateKey !== undefined || proofKey !== undefined;
    const call: Call = { method: 'POST', path: url, isRepeatable, signal };
    const secrets = Object.entries(form).flatMap(([name, value]) => (PUBLIC.has(name) ? [] : value));
    try {
      let bareRefusals = 0;
      let isDatedAnew = false;
      return await this.#resend(call, async (attemptSignal) => {
        for (;;) {
          const { skewMs } = clock;
          try {
            return await this.#once({ ...call, signal: attemptSignal }, form, read);
          } catch (error) {
            // A proof of this machine's time is refused by a server of another, whose refusal tells which: it was not used.
            if (isSigned && !isDatedAnew && isRefusedProof(error) && hasMoved(skewMs, clock.skewMs)) {
              isDatedAnew = true;
              continue;
            }
            if (!isBareRefusal(error) || !isRepeatable) throw error;
            bareRefusals += 1;
            if (bareRefusals >= BARE_REFUSALS) throw error;
            await pause(BARE_REFUSAL_WAIT_MS, attemptSignal);
          }
        }
      });
    } catch (error) {
      throw scrub(error, [...secrets, client?.clientSecret]);
    }
  }

  async #once<T>(call: Call, form: Form, read: (answer: unknown, sentAt: number) => T): Promise<T> {
    const { client, clock, proofKey, server, now = Date.now } = this.#options;
    const url = call.path;
    // Each attempt proves anew: an assertion and a proof are good once.
    const at = now() + clock.skewMs;
    const proof: { form: Record<string, string>; headers: Record<string, string> } =
      client === null
        ? { form: {}, headers: {} }
        : await proveClient(client, { audience: server.issuer ?? server.tokenUrl, at });
    const dpop = proofKey === undefined ? {} : { dpop: await proofKey.prove({ method: 'POST', url, at }) };
    const body = { ...form, ...proof.form };
    const sentAt = now();
    try {
      const answer = await this.#transport.send({
        ...call,
        headers: { ...proof.headers, ...dpop },
        ...(server.tokenBody === 'json' ? { json: body } : { form: body }),
      });
      return read(answer, sentAt);
    } catch (error) {
      throw scrub(error, [proof.form['client_assertion']]);
    }
  }
}

/** What a proof is refused with whose time is wrong. */
const PROOF_REFUSALS = new Set(['invalid_client', 'invalid_dpop_proof', 'unauthorized', 'invalid_request']);
/** Servers let a proof be this much too early or late. */
const SKEW_THAT_MATTERS_MS = 5_000;

function isRefusedProof(error: unknown): boolean {
  return error instanceof SallyportError && PROOF_REFUSALS.has(error.code);
}

function hasMoved(before: number, after: number): boolean {
  return Math.abs(after - before) >= SKEW_THAT_MATTERS_MS;
}

/** A 401 without an OAuth code may be of something between here and the service; three are taken at their word. */
const BARE_REFUSALS = 3;
const BARE_REFUSAL_WAIT_MS = 200;

function isBareRefusal(error: unknown): boolean {
  return error instanceof SallyportError && error.status === 401 && error.code === 'unauthorized';
}

/** Members of a token request that are no secrets, and may be repeated by a refusal. */
const PUBLIC = new Set(['grant_type', 'scope', 'client_id', 'username', 'redirect_uri']);
