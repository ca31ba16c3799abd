import type { Database } from '../../database/database.ts';
import { eventsAfter, logHeads } from '../../incidents/events/store.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Loop, Loops, RepeatedLoop } from '../../kernel/loops.ts';
import { ReadTurns } from './read-turns.ts';
import { RecentEvents, Subscription } from './subscription.ts';
import type { FrameEncoder, StreamRequest, Vouching } from './types.ts';

const LOOK_MS = 400;
const CHECK_MS = 500;
const PING_EVERY_CHECKS = 60;
const POSITION_EVERY_CHECKS = 10;
const EVENTS_A_PAGE = 128;
const FOLLOWED_AT_ONCE = 3;
const CATCHING_UP_AT_ONCE = 4;
/** A process that cannot know who may listen sends nothing; after so long its listeners are better off at another one. */
export const UNVOUCHED_FOR_MS = 5_000;

interface Agency {
  readonly epoch: string;
  readonly recent: RecentEvents;
  readonly subscriptions: Set<Subscription>;
}

/**
 * The streams of this process. One reader follows the log of each agency that somebody listens to: at once when the
 * notifier rings, within 400 ms when it does not. A ring for one agency costs nothing for the others. Every subscriber has its own place in the log, and its token is
 * checked twice a second. While this process cannot know whose token was revoked nothing is read from the log, and every
 * token is checked before anything is read again.
 */
export class StreamHub {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #encoders: Readonly<Record<string, FrameEncoder>>;
  readonly #agencies = new Map<string, Agency>();
  readonly #turns = new ReadTurns(CATCHING_UP_AT_ONCE);
  readonly #access: Vouching;
  #checkedLapses = 0;
  #unlisten: () => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  readonly #loops: Loops;
  #reading: Loop | undefined;
  #checking: RepeatedLoop | undefined;
  #looking: Promise<void> | null = null;
  /** The agencies that are to be looked at, or all. */
  #asked: Set<string> | 'all' = new Set();
  #checks = 0;

  constructor(ports: {
    database: Database;
    clock: Clock;
    log: Log;
    /** How each dialect that streams encodes an event. */
    encoders: Readonly<Record<string, FrameEncoder>>;
    access: Vouching;
    loops: Loops;
  }) {
    this.#access = ports.access;
    this.#loops = ports.loops;
    this.#database = ports.database;
    this.#clock = ports.clock;
    this.#log = ports.log;
    this.#encoders = ports.encoders;
  }

  start(): void {
    this.#unlisten = this.#database.notifier.listen('events', (agencyId) => this.#look(agencyId));
    this.#reading = this.#loops.watch('event_streams', { everyMs: LOOK_MS });
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    const failure = `tokens of streams could not be checked; trying again in ${CHECK_MS} ms`;
    const options = { everyMs: CHECK_MS, failure };
    this.#checking = this.#loops.repeat('stream_tokens', options, () => this.#checkTokens());
  }

  /** Ends every stream, saying that it may be resumed, and reads no more. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#unlisten();
    this.#reading?.end();
    const checked = this.#checking?.stop();
    const error = refuse.unavailable({ description: 'This server is stopping; connect again and resume' });
    for (const subscription of this.#subscriptions()) subscription.end(error);
    await this.#looking;
    await checked;
  }

  /** Streams everything after `after`, each event once, in order, until the socket is gone or its token is. */
  subscribe(request: StreamRequest): Subscription {
    const { agencyId, head, epoch } = request;
    const known = this.#agencies.get(agencyId);
    if (known !== undefined && known.epoch !== epoch) this.#resync(agencyId, known);
    const agency = this.#agencies.get(agencyId) ?? {
      epoch,
      recent: new RecentEvents(head),
      subscriptions: new Set(),
    };
    this.#agencies.set(agencyId, agency);
    const feed = {
      recent: agency.recent,
      encoders: this.#encoders,
      log: this.#log,
      readPage: (after: number) =>
        this.#turns.take(async () => {
          await this.#vouch();
          return eventsAfter(this.#database.readFollowing, agencyId, after, EVENTS_A_PAGE);
        }),
    };
    const subscription = new Subscription(request, feed, (ended) => {
      agency.subscriptions.delete(ended);
      if (agency.subscriptions.size === 0 && this.#agencies.get(agencyId) === agency) this.#agencies.delete(agencyId);
    });
    agency.subscriptions.add(subscription);
    subscription.sendPosition();
    subscription.pump();
    this.#look(agencyId);
    return subscription;
  }

  /** The agencies of which somebody here is to learn that what others let them see changed. */
  agenciesFollowingTransfers(): readonly string[] {
    const follows = ({ request }: Subscription) => request.encodeTransfers !== undefined;
    return [...this.#agencies].filter(([, { subscriptions }]) => [...subscriptions].some(follows)).map(([id]) => id);
  }

  /** What other agencies let this one see changed. */
  transfersChanged(agencyId: string): void {
    for (const subscription of this.#agencies.get(agencyId)?.subscriptions ?? []) subscription.transfersChanged();
  }

  /** The open streams by kind, with how many events the slowest of each is behind the log as it is known here. */
  measure(): readonly { kind: string; count: number; behind: number }[] {
    return Object.keys(this.#encoders).map((kind) => {
      const own = this.#subscriptions().filter(({ request }) => request.encoder === kind);
      return { kind, count: own.length, behind: Math.max(0, ...own.map(({ behind }) => behind)) };
    });
  }

  #subscriptions(): Subscription[] {
    return [...this.#agencies.values()].flatMap(({ subscriptions }) => [...subscriptions]);
  }

  /** One look at a time, at that agency or at all; what rings meanwhile is looked at right after. */
  #look(agencyId?: string): void {
    const loop = this.#reading;
    if (loop === undefined) return;
    if (this.#agencies.size === 0) {
      loop.idle();
      return;
    }
    this.#ask(agencyId);
    if (this.#looking === null) this.#lookAtAsked(loop);
  }

  #ask(agencyId: string | undefined): void {
    if (agencyId === undefined) this.#asked = 'all';
    else if (this.#asked !== 'all' && this.#agencies.has(agencyId)) this.#asked.add(agencyId);
  }

  #lookAtAsked(loop: Loop): void {
    const asked = this.#asked;
    this.#asked = new Set();
    if (asked !== 'all' && asked.size === 0) return;
    this.#looking = loop
      .run((givenUp) => this.#follow(asked, givenUp))
      .catch((err) => loop.failed(err, `the event log could not be read; trying again in ${LOOK_MS} ms`))
      .finally(() => {
        this.#looking = null;
        this.#lookAtAsked(loop);
      });
  }

  /** Resolves where every subscriber that is left may listen. */
  async #vouch(): Promise<void> {
    if (!this.#access.isCurrent) await this.#access.ensureCurrent();
    if (this.#checkedLapses === this.#access.lapses) return;
    const { lapses } = this.#access;
    await this.#checkEach();
    this.#checkedLapses = lapses;
  }

  /** A reading that was given up changes nothing more: the one that follows it has the same events, and a newer end of the log. */
  async #follow(asked: ReadonlySet<string> | 'all', givenUp: AbortSignal): Promise<void> {
    await this.#vouch();
    const followed = asked === 'all' ? new Map(this.#agencies) : this.#known(asked);
    // Everybody has gone since it was asked.
    if (followed.size === 0) return;
    const heads = await logHeads(this.#database.readFollowing, [...followed.keys()]);
    const each = heads.entries();
    const inTurn = async () => {
      for (const [agencyId, { head, epoch }] of each) {
        if (givenUp.aborted) return;
        const agency = this.#agencies.get(agencyId);
        // Whoever came meanwhile may have been sent more than this reading knows of.
        if (agency === undefined || agency !== followed.get(agencyId)) continue;
        if (agency.epoch === epoch && agency.recent.head <= head) {
          await this.#followAgency(agencyId, agency, { head, givenUp });
        } else this.#resync(agencyId, agency);
      }
    };
    // All of them have ended before the next reading begins.
    const outcomes = await Promise.allSettled(Array.from({ length: FOLLOWED_AT_ONCE }, inTurn));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  #known(agencyIds: ReadonlySet<string>): Map<string, Agency> {
    const known = new Map<string, Agency>();
    for (const agencyId of agencyIds) {
      const agency = this.#agencies.get(agencyId);
      if (agency !== undefined) known.set(agencyId, agency);
    }
    return known;
  }

  /** The log is another one than its subscribers were sent: the database was restored, or a standby that was behind took over. */
  #resync(agencyId: string, { subscriptions }: Agency): void {
    this.#agencies.delete(agencyId);
    const error = refuse.resyncRequired({
      description:
        'This server was restored from a backup, and events that were sent may be lost; connect without a cursor and read the incidents anew',
    });
    for (const subscription of subscriptions) subscription.end(error);
  }

  async #followAgency(
    agencyId: string,
    { recent, subscriptions }: Agency,
    { head, givenUp }: { head: number; givenUp: AbortSignal },
  ): Promise<void> {
    while (recent.head < head) {
      const events = await eventsAfter(this.#database.readFollowing, agencyId, recent.head, EVENTS_A_PAGE);
      if (givenUp.aborted) return;
      if (events.length === 0) recent.skipTo(head);
      else recent.append(events);
      for (const subscription of subscriptions) subscription.pump();
    }
    // Those whose own reading failed before.
    for (const subscription of subscriptions) subscription.pump();
  }

  /** One at a time. */
  async #checkTokens(): Promise<void> {
    this.#checks += 1;
    await this.#checkEach();
    for (const subscription of this.#subscriptions()) {
      if (this.#checks % PING_EVERY_CHECKS === 0) subscription.request.socket.ping();
      if (this.#checks % POSITION_EVERY_CHECKS === 0) subscription.sendPosition();
    }
  }

  async #checkEach(): Promise<void> {
    const now = this.#clock.now();
    for (const subscription of this.#subscriptions()) await subscription.checkToken(now);
    if (this.#access.ageMs < UNVOUCHED_FOR_MS) return;
    const error = refuse.unavailable({
      description: 'This server cannot reach its database; connect again and resume',
    });
    for (const subscription of this.#subscriptions()) subscription.end(error);
  }
}
