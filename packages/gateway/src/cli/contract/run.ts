import { type Asked, type Exchange, NoAnswer, NotReached, sendOnce } from './exchange.ts';
import { Secrets } from './secrets.ts';

/** Bounds of one run: how long one request and all of them may take, and how many there are. */
const REQUEST_MS = 10_000;
const RUN_MS = 180_000;
const MOST_REQUESTS = 200;
/** For what was under way when the run was ended, and for taking back what it made. */
const UNDER_WAY_MS = 500;
const ENDING_MS = 10_000;

/** What a run sends and gets, for one line after the other: each is done once, whoever needs it. */
export type Step = (run: Run) => Promise<Exchange>;

/** Who the run is, for the server; which of them a dialect needs is its own matter. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly person: { readonly username: string; readonly password: string } | null;
  /** A second client, for what the first may not do. */
  readonly second: { readonly clientId: string; readonly clientSecret: string } | null;
  readonly callflow: string;
  readonly redirectUri: string;
  /** In the place of a person's consent, where somebody gave it before. */
  readonly refreshToken: string | null;
  /** The refresh token of a personal token, where one was issued before. */
  readonly personalToken: string | null;
}

/** What a run may do besides asking. */
export interface RunSettings {
  /** Where it receives what the server sends by itself: a port of loopback, and the address by which the server reaches it. */
  readonly receiver: { readonly port: number; readonly url: URL } | null;
  /** Where the server answers RAD-E, whose path is not published. */
  readonly radePath: string | null;
  /** How many requests it may send at once to be refused for it. */
  readonly floodRequests: number | null;
}

/** A run that asks, and does nothing else. */
export const ASKING_ALONE: RunSettings = { receiver: null, radePath: null, floodRequests: null };

/** One run against one server. */
export class Run {
  readonly secrets = new Secrets();
  readonly base: URL;
  readonly credentials: Credentials;
  readonly settings: RunSettings;
  readonly #taken = new Map<Step, Promise<Exchange>>();
  readonly #endings: (() => Promise<unknown>)[] = [];
  readonly #interrupted = new AbortController();
  #deadline = AbortSignal.any([AbortSignal.timeout(RUN_MS), this.#interrupted.signal]);
  /** Why nothing more is asked; null while something may be. */
  #over: string | null = null;
  #requests = 0;

  constructor(base: URL, credentials: Credentials, settings: RunSettings) {
    this.base = base;
    this.credentials = credentials;
    this.settings = settings;
    const { clientSecret, person, second, refreshToken, personalToken } = credentials;
    for (const { clientId, clientSecret: secret } of [{ ...credentials, clientSecret }, ...(second ? [second] : [])]) {
      this.secrets.keep(secret, Buffer.from(`${clientId}:${secret}`).toString('base64'));
    }
    for (const token of [refreshToken, personalToken]) if (token !== null) this.secrets.keep(token);
    if (person !== null) this.secrets.keep(person.password);
  }

  /** The step's exchange, done at the first call and the same for every later one. */
  take(step: Step): Promise<Exchange> {
    const known = this.#taken.get(step);
    if (known !== undefined) return known;
    const taken = step(this);
    this.#taken.set(step, taken);
    // What ends the run may still need it, as a token to take back by.
    taken.catch(() => {
      if (this.#deadline.aborted) this.#taken.delete(step);
    });
    return taken;
  }

  /** Throws `NoAnswer` where the server does not answer in time, `NotReached` past the run's bounds. */
  async send(asked: Asked): Promise<Exchange> {
    this.#requests += 1;
    const most = MOST_REQUESTS + (this.settings.floodRequests ?? 0);
    if (this.#requests > most) throw new NotReached(`a run sends ${most} requests at most`);
    if (this.#over !== null) throw new NotReached(this.#over);
    if (this.#deadline.aborted) throw new NotReached(`a run takes ${RUN_MS / 1_000} s at most`);
    const exchange = await sendOnce(this.base, asked, this.within(REQUEST_MS));
    this.secrets.keepOf(exchange.json);
    return exchange;
  }

  within(milliseconds: number): AbortSignal {
    return AbortSignal.any([AbortSignal.timeout(milliseconds), this.#deadline]);
  }

  /** Whatever was begun is ended when the run is over, the last first. */
  atEnd(ending: () => Promise<unknown>): void {
    this.#endings.unshift(ending);
  }

  /** Asks nothing more; what is under way has a moment, because what it makes on the server has to be known to be taken back. */
  interrupt(): void {
    this.#over = 'the run was ended';
    setTimeout(() => this.#interrupted.abort(), UNDER_WAY_MS).unref();
  }

  /** Ends what was begun, within a time of its own, and returns a sentence for each that could not be. */
  async end(): Promise<readonly string[]> {
    this.#over = null;
    this.#requests = 0;
    this.#deadline = AbortSignal.timeout(ENDING_MS);
    const left: string[] = [];
    for (const ending of this.#endings.splice(0)) {
      await ending().catch((err: unknown) => {
        if (err instanceof NoAnswer) left.push(err.message);
        else if (!(err instanceof NotReached)) throw err;
      });
    }
    return left;
  }
}
