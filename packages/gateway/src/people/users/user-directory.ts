import { LRUCache } from 'lru-cache';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import { findUser } from './store.ts';
import { isEnabled } from './types.ts';

const USERS_KEPT = 10_000;

/** What decides whether a person's token is good. */
export interface PersonState {
  readonly isDisabled: boolean;
  readonly tokenGeneration: number;
}

/**
 * How the people stand whose tokens are used here, looked up once and kept until something of theirs ends. For callers
 * who made sure that the changes are current.
 */
export class UserDirectory {
  readonly #database: Database;
  readonly #kept = new LRUCache<string, PersonState>({ maxSize: USERS_KEPT, sizeCalculation: () => 1 });
  #changes = 0;

  constructor(ports: { database: Database; changes: ChangeFeed }) {
    this.#database = ports.database;
    ports.changes.on('user_tokens', ({ subject }) => {
      this.#changes += 1;
      this.#kept.delete(subject);
    });
    const forgetAll = () => {
      this.#changes += 1;
      this.#kept.clear();
    };
    ports.changes.on('agency', forgetAll);
    ports.changes.onAnew(forgetAll);
  }

  /** The kept standing, or nothing where none is kept. */
  peek(id: string): PersonState | undefined {
    return this.#kept.get(id);
  }

  /** The person's standing, or nothing where there is no such person. */
  async find(id: string): Promise<PersonState | undefined> {
    const changes = this.#changes;
    const user = await findUser(this.#database.read, id);
    if (user === undefined) return undefined;
    const standing = { isDisabled: !isEnabled(user), tokenGeneration: user.tokenGeneration };
    if (changes !== this.#changes) return standing;
    this.#kept.set(id, standing);
    return standing;
  }
}
