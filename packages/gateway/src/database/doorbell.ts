/** What changed; never how. A reader that missed a ring finds the same rows at its next look. */
export type DoorbellTopic = 'access' | 'events' | 'keys';

/** Wakes readers after a commit. Carries no data, so a lost ring loses nothing. */
export interface Doorbell {
  ring(topic: DoorbellTopic): void;
  listen(topic: DoorbellTopic, listener: () => void): () => void;
}

/** A doorbell for the readers of this process; `onRing` passes the ring on to other processes. */
export class LocalDoorbell implements Doorbell {
  readonly #listeners = new Map<DoorbellTopic, Set<() => void>>();
  readonly #onRing: (topic: DoorbellTopic) => void;

  constructor(onRing: (topic: DoorbellTopic) => void = () => {}) {
    this.#onRing = onRing;
  }

  ring(topic: DoorbellTopic): void {
    this.wake(topic);
    this.#onRing(topic);
  }

  /** Wakes this process only. */
  wake(topic: DoorbellTopic): void {
    for (const listener of this.#listeners.get(topic) ?? []) listener();
  }

  listen(topic: DoorbellTopic, listener: () => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }
}
