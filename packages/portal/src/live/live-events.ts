import type { LiveEvent } from '@sallyport/contract';

const listeners = new Set<(event: LiveEvent) => void>();

/** Calls back for each event of the agency's log while the page follows it; returns how to stop. */
export function onLiveEvent(listener: (event: LiveEvent) => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** An event came over the socket. */
export function publishLiveEvent(event: LiveEvent): void {
  for (const listener of listeners) listener(event);
}
