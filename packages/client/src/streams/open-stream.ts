import { SallyportError } from '../requests/error.ts';
import { readRefusal } from '../requests/refusal.ts';
import { pause } from '../requests/retrying.ts';
import { scrub } from '../requests/scrub.ts';
import type { TokenSource } from '../tokens/token-source.ts';
import { Line, type LineEnd, socketClass } from './line.ts';
import { Positions } from './positions.ts';
import type { ResyncReason, StreamItem, StreamOptions, StreamProtocol } from './types.ts';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 15_000;
/** A reader that lets so many wait gets no more over the line until it has taken them. */
const WAITING_AT_MOST = 5_000;
/** A line that lasted so long was well: the next one is opened without a longer wait. */
const WELL_AFTER_MS = 5_000;
/** A server that lets in nobody with this cursor is tried without it. */
const REFUSALS_OF_A_CURSOR = 3;

const CURSOR_REFUSALS: Readonly<Record<number, ResyncReason>> = {
  410: 'cursor_expired',
  412: 'cursor_unknown',
  400: 'cursor_unknown',
};
const TOKEN_REFUSED = 4401;
const CURSOR_EXPIRED = 4410;
const RESYNC_REQUIRED = 4412;
const INVALID_REQUEST = 4400;

/**
 * The items of a stream, over as many connections as it takes, until the loop is left or the signal ends it. Throws
 * SallyportError for what no further connection mends: refused credentials, a missing scope, a request the server does not take.
 */
export async function* openStream<E>(
  protocol: StreamProtocol<E>,
  tokens: TokenSource | null,
  options: StreamOptions,
): AsyncGenerator<StreamItem<E>, void> {
  const connector = new Connector(protocol, tokens, options);
  void connector.run();
  try {
    for (;;) {
      const item = await connector.next();
      if (item === null) return;
      yield item;
    }
  } finally {
    connector.end();
  }
}

class Connector<E> {
  readonly #protocol: StreamProtocol<E>;
  readonly #tokens: TokenSource | null;
  readonly #options: StreamOptions;
  readonly #positions: Positions;
  readonly #ending = new AbortController();
  readonly #items: StreamItem<E>[] = [];
  readonly #endWithCaller = () => this.end();
  #wakeReader = () => {};
  #wakeRun = () => {};
  #failure: { error: unknown } | null = null;
  #line: Line | null = null;
  /** The line before, kept open until the next one is, where there is no cursor to go on by. */
  #older: Line | null = null;
  #wasOpen = false;
  /** Stated once the next line is open: what is read anew after that, and what the line sends, leave nothing out between them. */
  #owed: { reason: ResyncReason; detail: string } | null = null;
  #failures = 0;
  #refusalsOfCursor = 0;

  constructor(protocol: StreamProtocol<E>, tokens: TokenSource | null, options: StreamOptions) {
    this.#protocol = protocol;
    this.#tokens = tokens;
    this.#options = options;
    this.#positions = new Positions(options.after ?? null);
    if (options.signal?.aborted === true) this.end();
    options.signal?.addEventListener('abort', this.#endWithCaller, { once: true });
  }

  /** The next item, or null once the stream has ended. */
  async next(): Promise<StreamItem<E> | null> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) {
        if (this.#items.length === 0) this.#wakeRun();
        return item;
      }
      if (this.#failure !== null) throw this.#failure.error;
      if (this.#ending.signal.aborted) return null;
      await new Promise<void>((resolve) => {
        this.#wakeReader = resolve;
      });
    }
  }

  end(): void {
    this.#ending.abort();
    this.#options.signal?.removeEventListener('abort', this.#endWithCaller);
    this.#line?.leave();
    this.#older?.leave();
    this.#wakeReader();
    this.#wakeRun();
  }

  async run(): Promise<void> {
    try {
      while (!this.#ending.signal.aborted) await this.#connectOnce();
    } catch (error) {
      if (!this.#ending.signal.aborted) this.#failure = { error };
      this.#wakeReader();
    }
  }

  async #connectOnce(): Promise<void> {
    const { signal } = this.#ending;
    this.#options.onState?.('connecting');
    const token = await this.#token();
    if (token === null) return;
    const openedAt = performance.now();
    const end = await this.#follow(token);
    if (signal.aborted) return;
    if (end.wasOpen && performance.now() - openedAt > WELL_AFTER_MS) this.#failures = 0;
    await this.#handle(end, token);
    if (this.#items.length >= WAITING_AT_MOST) {
      await new Promise<void>((resolve) => {
        this.#wakeRun = resolve;
      });
    }
  }

  /** A token and a place to begin at; null where that failed and is to be tried again. */
  async #token(): Promise<string | null> {
    const { signal } = this.#ending;
    try {
      const token = this.#tokens === null ? '' : await this.#tokens.token(signal);
      if (!this.#wasOpen && this.#positions.after === null) {
        const start = await this.#protocol.findStart?.(signal);
        if (start != null) this.#positions.reach(start);
      }
      return token;
    } catch (error) {
      if (signal.aborted) return null;
      if (isForGood(error)) throw error;
      await this.#wait(error instanceof SallyportError ? error.retryAfterSeconds : null);
      return null;
    }
  }

  async #follow(token: string): Promise<LineEnd> {
    const { webSocket, onState } = this.#options;
    const silentAfterMs = this.#options.silentAfterMs ?? this.#protocol.silentAfterMs;
    const after = this.#positions.after;
    const line = new Line({
      socket: socketClass(webSocket),
      url: this.#protocol.url(after, token),
      subprotocols: this.#protocol.subprotocols,
      silentAfterMs,
      onOpen: () => {
        const hasGap = this.#protocol.afterLoss !== 'replay' && after === null && this.#wasOpen && this.#older === null;
        if (hasGap) this.#resync('not_resumable', 'The connection was lost; what came meanwhile is not sent.');
        if (this.#owed !== null) this.#resync(this.#owed.reason, this.#owed.detail);
        this.#owed = null;
        this.#older?.leave();
        this.#older = null;
        this.#wasOpen = true;
        this.#refusalsOfCursor = 0;
        onState?.('open');
      },
      onText: (text, send) => this.#take(text, send),
    });
    this.#line = line;
    const end = await line.ended;
    this.#line = null;
    // Without a cursor the old line goes on until the new one is open: it may only be quiet.
    if (end.by === 'silent' && end.wasOpen && this.#positions.after === null) this.#older = line;
    else line.leave();
    return end;
  }

  #take(text: string, send: (text: string) => void): void {
    const frame = this.#protocol.read(text, send);
    if (frame.kind === 'position') this.#positions.reach(frame.cursor);
    if (frame.kind === 'refused') {
      const { code, detail } = frame;
      this.#failure = { error: refusal(code, detail) };
      this.#ending.abort();
      this.#line?.leave();
      this.#wakeReader();
    }
    if (frame.kind !== 'event' || !this.#positions.take(frame.cursor, frame.key)) return;
    this.#push({ kind: 'event', event: frame.event, cursor: frame.cursor === null ? null : this.#positions.after });
    // What was received so far is worked through before more is asked for: the cursor is where that goes on.
    if (this.#items.length >= WAITING_AT_MOST) this.#line?.leave();
  }

  async #handle(end: LineEnd, token: string): Promise<void> {
    if (end.code === TOKEN_REFUSED) this.#tokens?.reject(token);
    if (end.code === CURSOR_EXPIRED) return this.#startAnew('cursor_expired');
    if (end.code === RESYNC_REQUIRED) return this.#startAnew('cursor_unknown');
    if (end.code === INVALID_REQUEST) throw refusal('invalid_request', end.reason);
    if (end.by === 'silent' || end.by === 'left' || end.code === TOKEN_REFUSED) {
      // At once, but not in a circle where every new line is as silent or as refused.
      this.#failures += 1;
      return this.#failures < 2 ? undefined : this.#wait(null);
    }
    if (!end.wasOpen) await this.#handleRefusal(end, token);
    await this.#wait(end.refusal?.retryAfterSeconds ?? null);
  }

  /** Why a connection was not let in, by its own answer or, where the platform hides that, by asking the path over HTTP. */
  async #handleRefusal({ refusal: known }: LineEnd, token: string): Promise<void> {
    const error = known ?? (await this.#probe(token));
    if (error === null) return;
    if (error.status === 401) return this.#tokens?.reject(token);
    const hasCursor = this.#positions.after !== null;
    const reason = CURSOR_REFUSALS[error.status];
    if (hasCursor && reason !== undefined && known !== null) return this.#startAnew(reason);
    if (error.status === 426) {
      this.#refusalsOfCursor += 1;
      if (hasCursor && this.#refusalsOfCursor >= REFUSALS_OF_A_CURSOR) this.#startAnew('cursor_unknown');
      return;
    }
    if ([400, 403, 404, 406].includes(error.status)) throw scrub(error, [token]);
  }

  async #probe(token: string): Promise<SallyportError | null> {
    const { fetch: send = fetch } = this.#options;
    const url = this.#protocol
      .url(null, '')
      .replace(/^ws/, 'http')
      .replace(/([?&])token=(&|$)/, '$1');
    try {
      const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
      return await readRefusal(await send(url, { headers, signal: this.#ending.signal }));
    } catch {
      return null;
    }
  }

  #startAnew(reason: ResyncReason): void {
    this.#positions.forget();
    this.#refusalsOfCursor = 0;
    // The gap is stated as this one, and not as a lost connection too.
    this.#wasOpen = false;
    const detail =
      reason === 'cursor_expired'
        ? 'The events after the cursor are not kept any more.'
        : 'The server does not know the cursor: its log was restored, or is another one.';
    this.#owed = { reason, detail };
  }

  #resync(reason: ResyncReason, detail: string): void {
    this.#push({ kind: 'resync', reason, detail });
  }

  #push(item: StreamItem<E>): void {
    this.#items.push(item);
    this.#wakeReader();
  }

  async #wait(retryAfterSeconds: number | null): Promise<void> {
    const { firstWaitMs = FIRST_WAIT_MS, longestWaitMs = LONGEST_WAIT_MS, onState } = this.#options;
    onState?.('waiting');
    const backoff =
      Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(this.#failures, 20)) * (0.5 + Math.random() / 2);
    this.#failures += 1;
    await pause(Math.max(backoff, (retryAfterSeconds ?? 0) * 1000), this.#ending.signal).catch(() => {});
  }
}

/** What asking again does not mend. */
function isForGood(error: unknown): boolean {
  if (!(error instanceof SallyportError)) return true;
  return error.status >= 400 && error.status < 500 && ![408, 425, 429].includes(error.status);
}

function refusal(code: string, detail: string): SallyportError {
  return new SallyportError({ status: 0, code, detail, requestId: null, retryAfterSeconds: null });
}
