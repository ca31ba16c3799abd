import { LRUCache } from 'lru-cache';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import { findClient } from './store.ts';
import type { Client } from './types.ts';

/** Those used last. A size and not a maximum: room for so many is taken only when they come. */
const KEPT = { maxSize: 10_000, sizeCalculation: () => 1 } as const;

/**
 * Clients by id, from memory. A change made by any process drops the kept copy within a second; one made by this
 * process drops it before the change is acknowledged. Unknown ids are never kept, so that guesses cost no memory.
 */
export class ClientDirectory {
  readonly #database: Database;
  readonly #kept = new LRUCache<string, Client>(KEPT);
  /** More changes than are kept here do not fit between a read and its answer. */
  readonly #dropped = new LRUCache<string, number>(KEPT);
  readonly #changes: ChangeFeed;
  #drops = 0;
  #droppedAll = 0;

  constructor(ports: { database: Database; changes: ChangeFeed }) {
    this.#database = ports.database;
    this.#changes = ports.changes;
    ports.changes.on('client', ({ subject }) => this.#drop(subject));
    ports.changes.on('agency', () => this.#dropAll());
    ports.changes.onAnew(() => this.#dropAll());
  }

  /** The kept copy, or nothing where none is kept. For callers who made sure that the changes are current. */
  peek(id: string): Client | undefined {
    return this.#kept.get(id);
  }

  /** The client, or nothing where there is none. Refuses with `unavailable` where nobody can know how it stands. */
  async find(id: string): Promise<Client | undefined> {
    if (!this.#changes.isCurrent) await this.#changes.ensureCurrent();
    const kept = this.#kept.get(id);
    if (kept !== undefined) return kept;
    const drops = this.#drops;
    const client = await findClient(this.#database.read, id);
    const wasDroppedMeanwhile = Math.max(this.#dropped.get(id) ?? 0, this.#droppedAll) > drops;
    if (client === undefined || wasDroppedMeanwhile) return client;
    this.#kept.set(id, client);
    return client;
  }

  #drop(id: string): void {
    this.#drops += 1;
    this.#dropped.set(id, this.#drops);
    this.#kept.delete(id);
  }

  #dropAll(): void {
    this.#drops += 1;
    this.#droppedAll = this.#drops;
    this.#dropped.clear();
    this.#kept.clear();
  }
}
