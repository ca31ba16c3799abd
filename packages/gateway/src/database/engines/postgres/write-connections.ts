import { type Log, silentLog } from '../../../kernel/log.ts';
import type { Sharing, Transaction, WriteOptions } from '../../database.ts';
import { EngineFault } from '../../faults.ts';
import { type DatabaseTimeouts, DEFAULT_TIMEOUTS } from '../../timeouts.ts';
import type { Unit } from './group-transaction.ts';
import { isConnectionAlive, isLockTimeout, postgresFaultOf } from './postgres-faults.ts';
import { WriteConnection } from './write-connection.ts';
import { GATHER_MS, type Part, WriteQueues } from './write-queues.ts';

const CLOSING_LOOK_MS = 5;

/** The unit locks the row of an agency whose turn it is not; it is undone and waits in that agency's queue. */
class MustQueue extends Error {
  readonly agencyId: string;

  constructor(agencyId: string) {
    super('the unit runs again when it is its turn');
    this.agencyId = agencyId;
  }
}

/** A unit as it was submitted: in which queue it waits, and until when. */
interface Submitted extends Unit {
  /** Of `performance.now()`. */
  readonly waitUntil: number;
  /** The agency it found out inside that it locks. */
  turn: string | null;
}

/**
 * Gives units to free connections, those of agencies that wait together in one transaction. The rest wait, those of one agency in
 * order, those of different agencies in turn, each at most `waitMs`; some connections are kept from all agencies (`WriteQueues`).
 */
export class WriteConnections {
  readonly #connections: readonly WriteConnection[];
  readonly #free: WriteConnection[];
  readonly #queues: WriteQueues<Submitted>;
  readonly #waitMs: number;
  #isStarting = false;
  #isClosed = false;
  #gathering: NodeJS.Timeout | undefined;

  constructor(
    databaseUrl: string,
    count: number,
    {
      timeouts = DEFAULT_TIMEOUTS,
      log = silentLog,
      isPacking = true,
    }: { timeouts?: DatabaseTimeouts; log?: Log; isPacking?: boolean } = {},
  ) {
    const options = { timeouts, log, isPacking };
    this.#connections = Array.from({ length: count }, () => new WriteConnection(databaseUrl, options));
    this.#free = [...this.#connections];
    this.#queues = new WriteQueues(count);
    this.#waitMs = timeouts.waitMs;
  }

  /** How many units wait for a connection. */
  get waiting(): number {
    return this.#queues.waiting;
  }

  async submit<T>(
    unit: (tx: Transaction) => Promise<T>,
    { agencyId = null, sharing = 'agency' }: WriteOptions = {},
  ): Promise<T> {
    const waitUntil = performance.now() + this.#waitMs;
    let queue = agencyId;
    for (;;) {
      if (this.#isClosed) throw new EngineFault('lost', 'the database was closed');
      try {
        return await this.#wait(queue, unit, { waitUntil, sharing });
      } catch (err) {
        if (!(err instanceof MustQueue)) throw err;
        queue = err.agencyId;
      }
    }
  }

  #wait<T>(
    agencyId: string | null,
    run: (tx: Transaction) => Promise<T>,
    { waitUntil, sharing }: { waitUntil: number; sharing: Sharing },
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const unit: Submitted = {
        run,
        resolve: resolve as (value: unknown) => void,
        reject,
        waitUntil,
        turn: agencyId,
        takeTurn: (wanted) => {
          if (unit.turn !== null) return;
          if (!this.#queues.mayStart(wanted)) throw new MustQueue(wanted);
          this.#queues.hold([wanted]);
          unit.turn = wanted;
        },
      };
      this.#add(agencyId, unit, { sharing });
      this.#startSoon();
    });
  }

  #add(agencyId: string | null, unit: Submitted, how: { sharing: Sharing; isFirst?: boolean }): void {
    const milliseconds = unit.waitUntil - performance.now();
    this.#queues.add(agencyId, unit, { ...how, milliseconds, refuse: unit.reject });
  }

  /** After the poll phase, so that the requests that are read in this turn of the loop share a commit. */
  #startSoon(): void {
    if (this.#isStarting) return;
    this.#isStarting = true;
    setImmediate(() => {
      this.#isStarting = false;
      this.#startWaiting();
    });
  }

  #startWaiting(): void {
    while (this.#free.length > 0) {
      const parts = this.#queues.next();
      if (parts.length === 0) break;
      void this.#run(this.#free.pop() as WriteConnection, parts);
    }
    if (this.#free.length === 0 || this.#queues.isEmpty || this.#gathering !== undefined) return;
    this.#gathering = setTimeout(() => {
      this.#gathering = undefined;
      this.#startWaiting();
    }, GATHER_MS);
  }

  async #run(connection: WriteConnection, parts: readonly Part<Submitted>[]): Promise<void> {
    const { again, apart, err } = await connection.run(parts);
    const turns = parts.flatMap(({ agencyId, units }) => agencyId ?? units[0]?.turn ?? []);
    const isShared = parts.length > 1;
    if (err !== undefined) this.#note(err, isShared ? [] : turns);
    else if (!isShared) for (const turn of turns) this.#queues.succeeded(turn);
    for (const agencyId of apart) this.#queues.setApart(agencyId);
    this.#queues.release(turns);
    this.#free.push(connection);
    for (const { agencyId, units } of again) {
      for (const unit of units.toReversed())
        this.#add(agencyId, unit as Submitted, { sharing: isShared ? 'agencies' : 'none', isFirst: true });
    }
    this.#startWaiting();
  }

  #note(err: unknown, turns: readonly string[]): void {
    if (isLockTimeout(err)) for (const turn of turns) this.#queues.lockedOut(turn);
    const fault = postgresFaultOf(err) ?? (err instanceof EngineFault ? err.fault : null);
    // The others that are idle have most likely lost theirs, too; the next unit should not find that out one by one.
    if (fault !== null && !isConnectionAlive(err)) for (const idle of this.#free) idle.drop();
  }

  /** Ends every connection once the units that hold them or wait for them are settled; what is submitted later is refused. */
  async close(): Promise<void> {
    while (this.#free.length < this.#connections.length || !this.#queues.isEmpty)
      await new Promise((resolve) => setTimeout(resolve, CLOSING_LOOK_MS));
    // It would open a connection that nobody ends.
    this.#isClosed = true;
    await Promise.all(this.#connections.map((connection) => connection.close()));
  }
}
