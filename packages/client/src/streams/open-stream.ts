import { SallyportError } from '../requests/error.ts';
import { readRefusal } from '../requests/refusal.ts';
import { pause } from '../requests/retrying.ts';
import { scrub } from '../requests/scrub.ts';
import type { TokenSource } from '../tokens/token-source.ts';
import { Line, type LineEnd, socketClass, TOKEN_REFUSED } from './line.ts';
import { Positions } from './positions.ts';
import type { Frame, ResyncReason, SocketClass, StreamItem, StreamOptions, StreamProtocol } from './types.ts';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 15_000;
/** `Retry-After` is obeyed up to this: a garbled one does not leave a center without its stream. */
const LONGEST_OBEYED_MS = 300_000;
/** For asking over HTTP why a connection was not let in. */
const PROBE_MS = 10_000;
/** A reader that lets so many wait gets no more over the line until it has taken them. */
const WAITING_AT_MOST = 5_000;
/** A line that lasted so long was well: the next one is opened without a longer wait. */
const WELL_AFTER_MS = 5_000;
/**
 * A server that lets in nobody with this cursor for so long, while it answers over HTTP, is tried without it: it may refuse the
 * cursor and not state that. A network that ends what is being opened looks the same, and is given the time to be mended.
 */
const CURSOR_TRIED_FOR_MS = 120_000;

const CURSOR_REFUSALS: Readonly<Record<number, ResyncReason>> = {
  410: 'cursor_expired',
  412: 'cursor_unknown',
  400: 'cursor_unknown',
};
const CURSOR_EXPIRED = 4410;
const RESYNC_REQUIRED = 4412;
const INVALID_REQUEST = 4400;

/**
 * The items of a stream, over as many connections as it takes, until the loop is left or the signal ends it. Throws
 * SallyportError for what no further connection mends: refused credentials, a missing scope, a request the server does not take.
 */
export function openStream<E>(
  protocol: StreamProtocol<E>,
  tokens: TokenSource | null,
  options: StreamOptions,
): AsyncGenerator<StreamItem<E>, void> {
  const connector = new Connector(protocol, tokens, options);
  const items = itemsOf(connector);
  // A generator would wait for the item that is being waited for, which may be a night away.
  const leave = items.return.bind(items);
  items.return = (value) => {
    connector.end();
    return leave(value);
  };
  return items;
}

async function* itemsOf<E>(connector: Connector<E>): AsyncGenerator<StreamItem<E>, void> {
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
  /** Since when nobody is let in who is answered over HTTP. */
  #keptOutSince: number | null = null;

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
      const socket = await socketClass(this.#options.webSocket);
      while (!this.#ending.signal.aborted) await this.#connectOnce(socket);
    } catch (error) {
      if (!this.#ending.signal.aborted) this.#failure = { error };
      this.#wakeReader();
    }
  }

  async #connectOnce(socket: SocketClass): Promise<void> {
    const { signal } = this.#ending;
    this.#options.onState?.('connecting');
    const token = await this.#token();
    if (token === null) return;
    const openedAt = performance.now();
    const end = await this.#follow(token, socket);
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

  async #follow(token: string, socket: SocketClass): Promise<LineEnd> {
    const { onState } = this.#options;
    const silentAfterMs = this.#options.silentAfterMs ?? this.#protocol.silentAfterMs;
    const after = this.#positions.after;
    const line = new Line({
      socket,
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
        this.#keptOutSince = null;
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
    const frame = readFrame(this.#protocol, text, send);
    if (frame.kind === 'token refused') this.#line?.leave(TOKEN_REFUSED);
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

  /** Why a connection was not let in, by its own answer or, where the platform hides that, by asking the path over HTTP, cursor and all. */
  async #handleRefusal({ refusal: known }: LineEnd, token: string): Promise<void> {
    const error = known ?? (await this.#probe(token));
    if (error === null) return;
    if (error.status === 401) return this.#tokens?.reject(token);
    const hasCursor = this.#positions.after !== null;
    const reason = CURSOR_REFUSALS[error.status];
    const isStated = known !== null || this.#protocol.afterLoss === 'cursor';
    if (hasCursor && reason !== undefined && isStated) return this.#startAnew(reason);
    if (error.status === 426) {
      const now = performance.now();
      this.#keptOutSince ??= now;
      if (hasCursor && now - this.#keptOutSince >= CURSOR_TRIED_FOR_MS) this.#startAnew('cursor_unknown');
      return;
    }
    // A vendor's path may answer so to whatever is no WebSocket: a stream that was open is not ended by it.
    if (known === null && this.#wasOpen && this.#protocol.afterLoss !== 'cursor') return;
    if ([400, 403, 404, 406].includes(error.status)) throw scrub(error, [token]);
  }

  async #probe(token: string): Promise<SallyportError | null> {
    const { fetch: send = fetch } = this.#options;
    const url = this.#protocol
      .url(this.#positions.after, '')
      .replace(/^ws/, 'http')
      .replace(/([?&])token=(&|$)/, '$1');
    const ended = new AbortController();
    const end = () => ended.abort();
    const timer = setTimeout(end, PROBE_MS);
    this.#ending.signal.addEventListener('abort', end, { once: true });
    try {
      const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
      return await readRefusal(await send(url, { headers, redirect: 'manual', signal: ended.signal }));
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
      this.#ending.signal.removeEventListener('abort', end);
    }
  }

  #startAnew(reason: ResyncReason): void {
    this.#positions.forget();
    this.#keptOutSince = null;
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
    const stated = Math.min(LONGEST_OBEYED_MS, (retryAfterSeconds ?? 0) * 1000);
    await pause(Math.max(backoff, stated), this.#ending.signal).catch(() => {});
  }
}

/** What asking again does not mend. */
function isForGood(error: unknown): boolean {
  if (!(error instanceof SallyportError)) return true;
  const { status, code } = error;
  return !PASSING_CODES.has(code) && status < 500 && ![408, 425, 429].includes(status);
}

/** Of failures without an answer of the server's. */
const PASSING_CODES = new Set([
  ...['unreachable', 'untrusted_certificate', 'deadline_passed', 'store_locked', 'unreadable_answer'],
]);

/** A frame that cannot be read is passed over, as whatever is no event. */
function readFrame<E>(protocol: StreamProtocol<E>, text: string, send: (text: string) => void): Frame<E> {
  try {
    return protocol.read(text, send);
  } catch {
    return { kind: 'alive' };
  }
}

function refusal(code: string, detail: string): SallyportError {
  return new SallyportError({ status: 0, code, detail, requestId: null, retryAfterSeconds: null });
}
