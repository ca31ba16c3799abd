import type { LiveEvent, LiveFrame } from '@sallyport/contract';
import { undirected } from '../api/undirected-text.ts';
import type { LiveState } from './live-state.ts';

/** The server gives a sign of life every 5 s: a socket silent for longer is dead, whatever the browser thinks of it. */
const SILENCE_MS = 12_000;
const RETRY_MS = [300, 1_000, 2_000, 4_000] as const;
/** After so many attempts in a row the cursor may be what is refused; without it everything is read anew. */
const ATTEMPTS_WITH_CURSOR = 3;
const SESSION_OVER = 4401;
/** The cursor is too old, or from before a restore. */
const CURSOR_GONE: readonly number[] = [4410, 4412];

interface Listeners {
  /** `isSessionOver`: the connection is lost because the session is, so that nothing can be read with it either. */
  readonly onState: (state: LiveState, isSessionOver: boolean) => void;
  readonly onEvent: (event: LiveEvent) => void;
  /** What other agencies let this one see changed. */
  readonly onTransfers: () => void;
  /** The socket starts at the end of the log: whatever was read before may be old. */
  readonly onFreshStart: () => void;
  readonly onSessionOver: () => void;
}

/**
 * Follows `GET /api/incidents/stream` until it is closed. A lost connection is opened again after the last cursor, so
 * that no event is missed and none is received twice.
 */
export class EventSocket {
  readonly #address: (after: string | null) => string;
  readonly #listeners: Listeners;
  #socket: WebSocket | null = null;
  #cursor: string | null = null;
  #failures = 0;
  #isLive = false;
  #aliveAt = Date.now();
  #isLost = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(address: (after: string | null) => string, listeners: Listeners) {
    this.#address = address;
    this.#listeners = listeners;
  }

  open(): void {
    if (this.#failures >= ATTEMPTS_WITH_CURSOR) this.#cursor = null;
    const isFreshStart = this.#cursor === null;
    const socket = new WebSocket(this.#address(this.#cursor));
    this.#socket = socket;
    this.#waitForLife();
    socket.onmessage = ({ data }) => {
      const frame = JSON.parse(undirected(String(data))) as LiveFrame;
      this.#aliveAt = Date.now();
      this.#cursor = frame.cursor;
      this.#waitForLife();
      if (frame.type === 'event') this.#listeners.onEvent(frame);
      if (frame.type === 'transfers') this.#listeners.onTransfers();
      if (frame.type === 'position') this.#standsAt(isFreshStart);
    };
    socket.onclose = ({ code }) => {
      if (CURSOR_GONE.includes(code)) this.#cursor = null;
      this.#lose(code === SESSION_OVER);
    };
  }

  /** Ends it for good. */
  close(): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  #standsAt(isFreshStart: boolean): void {
    if (this.#isLive) return;
    this.#isLive = true;
    this.#failures = 0;
    this.#isLost = false;
    this.#listeners.onState({ kind: 'live' }, false);
    if (isFreshStart) this.#listeners.onFreshStart();
  }

  #waitForLife(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lose(false), SILENCE_MS);
  }

  #lose(isSessionOver: boolean): void {
    this.close();
    const pause = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)];
    this.#failures += 1;
    this.#isLive = false;
    const lost = { kind: 'lost', lostAt: Date.now(), aliveAt: this.#aliveAt } as const;
    if (!this.#isLost) this.#listeners.onState(lost, isSessionOver);
    this.#isLost = true;
    if (isSessionOver) this.#listeners.onSessionOver();
    this.#timer = setTimeout(() => this.open(), isSessionOver ? SILENCE_MS : pause);
  }
}
