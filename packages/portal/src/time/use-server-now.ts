import { useSyncExternalStore } from 'react';
import { serverNow } from './server-clock.ts';

const TICK_MS = 1_000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let tick = { atMs: Number.NEGATIVE_INFINITY, serverMs: 0 };

function readClock(): void {
  tick = { atMs: performance.now(), serverMs: serverNow() };
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    timer = setInterval(() => {
      readClock();
      for (const each of [...listeners]) each();
    }, TICK_MS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** The last tick's time; nobody listens yet where a page begins, and the clock is read then. */
function now(): number {
  if (listeners.size === 0 && performance.now() - tick.atMs > TICK_MS) readClock();
  return tick.serverMs;
}

/**
 * What `read` makes of the server's time in milliseconds, every second. All of a page have one timer, and what is the same as
 * a second before is not drawn anew: a list of five hundred ages costs a page next to nothing.
 */
export function useOfNow<T extends string | number | boolean>(read: (nowMs: number) => T): T {
  return useSyncExternalStore(subscribe, () => read(now()));
}

/** The server's time in milliseconds, renewed every second. */
export function useServerNow(): number {
  return useOfNow((nowMs) => nowMs);
}
