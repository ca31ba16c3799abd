import type { StoredToken } from './token.ts';

/** Where tokens are kept between calls. Write one over these three to keep them where your platform keeps secrets. */
export interface TokenStore {
  /** What was written last under that key; null where there is nothing. */
  read(key: string): Promise<StoredToken | null>;
  /** Keeps it, or removes what is there. */
  write(key: string, token: StoredToken | null): Promise<void>;
  /** Runs it while nobody else who shares the store runs anything under that key. */
  exclusively<T>(key: string, run: () => Promise<T>): Promise<T>;
}

/** Keeps tokens in this process, for as long as it lives. */
export function memoryStore(): TokenStore {
  const tokens = new Map<string, StoredToken>();
  const last = new Map<string, Promise<unknown>>();
  return {
    read: (key) => Promise.resolve(tokens.get(key) ?? null),
    write(key, token) {
      if (token === null) tokens.delete(key);
      else tokens.set(key, token);
      return Promise.resolve();
    },
    exclusively(key, run) {
      const mine = (last.get(key) ?? Promise.resolve()).then(run, run);
      last.set(
        key,
        mine.catch(() => {}),
      );
      return mine;
    },
  };
}
