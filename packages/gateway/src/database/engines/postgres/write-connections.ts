import { type Log, silentLog } from '../../../kernel/log.ts';
import type { Transaction, WriteOptions } from '../../database.ts';
import { EngineFault } from '../../faults.ts';
import { type DatabaseTimeouts, DEFAULT_TIMEOUTS } from '../../timeouts.ts';
import { isConnectionAlive, isLockTimeout, postgresFaultOf } from './postgres-faults.ts';
import { WriteConnection } from './write-connection.ts';
import { WriteQueues } from './write-queues.ts';

const CLOSING_LOOK_MS = 5;

/** The unit locks the row of an agency whose turn it is not; it is undone and waits in that agency's queue. */
class MustQueue extends Error {
  readonly agencyId: string;

  constructor(agencyId: string) {
    super('the unit runs again when it is its turn');
    this.agencyId = agencyId;
  }
}

/**
 * Gives each unit to a free connection. The rest wait, those of one agency in order, those of different agencies in turn, each at
 * most `waitMs`; how many connections one agency may hold is bounded, and some are kept from all agencies (`WriteQueues`).
 */
export class WriteConnections {
  readonly #connections: readonly WriteConnection[];
  readonly #free: WriteConnection[];
  readonly #queues: WriteQueues<WriteConnection>;
  readonly #waitMs: number;

  constructor(
    databaseUrl: string,
    count: number,
    { timeouts = DEFAULT_TIMEOUTS, log = silentLog }: { timeouts?: DatabaseTimeouts; log?: Log } = {},
  ) {
    this.#connections = Array.from({ length: count }, () => new WriteConnection(databaseUrl, { timeouts, log }));
    this.#free = [...this.#connections];
    this.#queues = new WriteQueues(count);
    this.#waitMs = timeouts.waitMs;
  }

  async submit<T>(unit: (tx: Transaction) => Promise<T>, { agencyId = null }: WriteOptions = {}): Promise<T> {
    const waitUntil = performance.now() + this.#waitMs;
    let queue = agencyId;
    for (;;) {
      try {
        return await this.#runIn(queue, waitUntil, unit);
      } catch (err) {
        if (!(err instanceof MustQueue)) throw err;
        queue = err.agencyId;
      }
    }
  }

  async #runIn<T>(agencyId: string | null, waitUntil: number, unit: (tx: Transaction) => Promise<T>): Promise<T> {
    const connection = await this.#take(agencyId, waitUntil);
    let queue = agencyId;
    const takeTurn = (wanted: string) => {
      if (queue !== null) return;
      if (!this.#queues.mayStart(wanted)) throw new MustQueue(wanted);
      this.#queues.hold(wanted);
      queue = wanted;
    };
    try {
      const value = await connection.run(unit, takeTurn);
      this.#queues.succeeded(queue);
      return value;
    } catch (err) {
      if (isLockTimeout(err)) this.#queues.lockedOut(queue);
      const fault = postgresFaultOf(err) ?? (err instanceof EngineFault ? err.fault : null);
      // The others that are idle have most likely lost theirs, too; the next unit should not find that out one by one.
      if (fault !== null && !isConnectionAlive(err)) for (const idle of this.#free) idle.drop();
      throw err;
    } finally {
      this.#queues.release(queue);
      this.#free.push(connection);
      this.#startWaiting();
    }
  }

  /** Ends every connection once the units that hold them are settled. */
  async close(): Promise<void> {
    while (this.#free.length < this.#connections.length)
      await new Promise((resolve) => setTimeout(resolve, CLOSING_LOOK_MS));
    await Promise.all(this.#connections.map((connection) => connection.close()));
  }

  async #take(agencyId: string | null, waitUntil: number): Promise<WriteConnection> {
    const mayStart = this.#free.length > 0 && this.#queues.mayStart(agencyId);
    const connection = mayStart ? this.#free.pop() : undefined;
    if (connection === undefined) return this.#queues.wait(agencyId, waitUntil - performance.now());
    this.#queues.hold(agencyId);
    return connection;
  }

  #startWaiting(): void {
    while (this.#free.length > 0) {
      const next = this.#queues.next();
      if (next === undefined) return;
      next(this.#free.pop() as WriteConnection);
    }
  }
}
