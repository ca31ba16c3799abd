/** What changed; never how. A reader that missed a notification finds the same rows at its next look. */
export type NotificationTopic = 'access' | 'events' | 'keys';

/** Wakes readers after a commit. Carries no data, so a lost notification loses nothing. */
export interface Notifier {
  notify(topic: NotificationTopic): void;
  listen(topic: NotificationTopic, listener: () => void): () => void;
}

/** A notifier for the readers of this process; `onNotify` passes the notification on to other processes. */
export class LocalNotifier implements Notifier {
  readonly #listeners = new Map<NotificationTopic, Set<() => void>>();
  readonly #onNotify: (topic: NotificationTopic) => void;

  constructor(onNotify: (topic: NotificationTopic) => void = () => {}) {
    this.#onNotify = onNotify;
  }

  notify(topic: NotificationTopic): void {
    this.wake(topic);
    this.#onNotify(topic);
  }

  /** Wakes this process only. */
  wake(topic: NotificationTopic): void {
    for (const listener of this.#listeners.get(topic) ?? []) listener();
  }

  listen(topic: NotificationTopic, listener: () => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }
}
