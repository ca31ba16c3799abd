/** What changed; never how. A reader that missed a notification finds the same rows at its next look. */
export type NotificationTopic = 'access' | 'crossings' | 'events' | 'keys';

/**
 * Wakes readers after a commit. Carries no data, so a lost notification loses nothing; readers of this process may be given
 * which agency it is about, so that they need not look at the others. Without an agency it may be about any.
 */
export interface Notifier {
  notify(topic: NotificationTopic, agencyId?: string): void;
  listen(topic: NotificationTopic, listener: (agencyId?: string) => void): () => void;
}

/** A notifier for the readers of this process; `onNotify` passes the notification on to other processes. */
export class LocalNotifier implements Notifier {
  readonly #listeners = new Map<NotificationTopic, Set<(agencyId?: string) => void>>();
  readonly #onNotify: (topic: NotificationTopic) => void;

  constructor(onNotify: (topic: NotificationTopic) => void = () => {}) {
    this.#onNotify = onNotify;
  }

  notify(topic: NotificationTopic, agencyId?: string): void {
    this.wake(topic, agencyId);
    this.#onNotify(topic);
  }

  /** Wakes this process only. */
  wake(topic: NotificationTopic, agencyId?: string): void {
    for (const listener of this.#listeners.get(topic) ?? []) listener(agencyId);
  }

  listen(topic: NotificationTopic, listener: (agencyId?: string) => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }
}
