import type { Database } from '../../database/database.ts';
import { crossingTo } from '../../incidents/transfers/crossing-to.ts';
import { receiversAmong } from '../../incidents/transfers/store.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Loops, RepeatedLoop } from '../../kernel/loops.ts';
import type { StreamHub } from './stream-hub.ts';

/** An expiry is noticed so late at most, and so is a ring that was lost. */
const LOOK_MS = 1_000;
/** A giver may have hundreds of events a second, and a look reads everything that crosses to whoever listens here. */
const LOOKS_APART_MS = 200;

interface Ports {
  readonly database: Database;
  readonly clock: Clock;
  readonly loops: Loops;
  readonly streams: Pick<StreamHub, 'agenciesFollowingTransfers' | 'transfersChanged'>;
}

/** What crossed to an agency at the last look, as one text, and whose incidents those are. */
interface Seen {
  readonly state: string;
  readonly givers: ReadonlySet<string>;
}

/**
 * Has the hub state to an agency's seats that what other agencies let it see changed: once something of it came, changed, ended or expired.
 * What it is they read by its own path, which decides; here nothing of it is sent. Looks at once when a transfer or a share is given or
 * ended or an agency that gives to one that listens here has an event, and every second; two looks begin 200 ms apart at least.
 */
export class CrossingWatch {
  readonly #ports: Ports;
  readonly #seen = new Map<string, Seen>();
  #looking: RepeatedLoop | undefined;
  #unlisten: readonly (() => void)[] = [];

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  start(): void {
    const { database, loops } = this.#ports;
    const failure = `what crosses to other agencies could not be read; trying again in ${LOOK_MS} ms`;
    const options = { everyMs: LOOK_MS, apartMs: LOOKS_APART_MS, failure };
    this.#looking = loops.repeat('crossings', options, () => this.#look());
    this.#unlisten = [
      database.notifier.listen('crossings', () => this.#looking?.run()),
      database.notifier.listen('events', (agencyId) => {
        if (agencyId === undefined ? this.#seen.size > 0 : this.#isGiver(agencyId)) this.#looking?.run();
      }),
    ];
  }

  async stop(): Promise<void> {
    for (const unlisten of this.#unlisten) unlisten();
    await this.#looking?.stop();
  }

  #isGiver(agencyId: string): boolean {
    return [...this.#seen.values()].some(({ givers }) => givers.has(agencyId));
  }

  async #look(): Promise<void> {
    const { database, clock, streams } = this.#ports;
    const following = streams.agenciesFollowingTransfers();
    for (const agencyId of this.#seen.keys()) if (!following.includes(agencyId)) this.#seen.delete(agencyId);
    if (following.length === 0) return;
    const now = clock.now();
    const receivers = await receiversAmong(database.read, following, now);
    for (const agencyId of following) {
      const seen = receivers.has(agencyId)
        ? await crossingTo(database.read, agencyId, now)
        : { state: '', givers: new Set<string>() };
      // Whoever began to follow since may have read before something came: the first look states it in any case.
      const isChanged = this.#seen.get(agencyId)?.state !== seen.state;
      this.#seen.set(agencyId, seen);
      if (isChanged) streams.transfersChanged(agencyId);
    }
  }
}
