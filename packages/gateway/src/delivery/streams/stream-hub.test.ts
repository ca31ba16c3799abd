import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type {
  KyselyPlugin,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryResult,
  RootOperationNode,
  UnknownRow,
} from 'kysely';
import { eventually } from '../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { testClock } from '../../../../testing/src/world.ts';
import type { Database } from '../../database/database.ts';
import { writeEvents } from '../../incidents/events/store.ts';
import type { AppendedEvent, IncidentEvent } from '../../incidents/events/types.ts';
import { refuse } from '../../kernel/errors.ts';
import { silentLog } from '../../kernel/log.ts';
import { type Loop, type LoopOptions, Loops } from '../../kernel/loops.ts';
import { Readiness } from '../../kernel/readiness.ts';
import { StreamHub } from './stream-hub.ts';
import type { StreamSocket } from './types.ts';

const AGENCY = 'county';
const OTHER_AGENCY = 'city';
/** What one subscriber may have waiting: the hub's own bound, and the frame that reached it. */
const BOUND_BYTES = 16_384 + 1_024;

function noteOf(text: string): AppendedEvent {
  const body = { id: 'note', note: { text, author: 'A test' } };
  return { agencyId: AGENCY, incidentId: 'i', type: 'note.added', at: 1, body, traceparent: null, tracestate: null };
}

/** A peer in the test's hand: while it is stalled it takes nothing. */
class Peer implements StreamSocket {
  readonly got: number[] = [];
  waitingBytes = 0;
  mostWaitingBytes = 0;
  closedWith: string | undefined;
  isStalled: boolean;
  #waiting: { frame: Buffer; taken: (() => void) | undefined }[] = [];

  constructor(isStalled: boolean) {
    this.isStalled = isStalled;
  }

  bufferedBytes(): number {
    return this.waitingBytes;
  }

  send(frame: Buffer, taken?: () => void): void {
    this.#waiting.push({ frame, taken });
    this.waitingBytes += frame.length;
    this.mostWaitingBytes = Math.max(this.mostWaitingBytes, this.waitingBytes);
    if (!this.isStalled) this.#take();
  }

  resume(): void {
    this.isStalled = false;
    this.#take();
  }

  ping(): void {}

  close(_code: number, reason: string): void {
    this.closedWith = reason;
  }

  #take(): void {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      this.waitingBytes -= next.frame.length;
      this.got.push(Number(/"seq":(-?\d+)/.exec(next.frame.toString('latin1'))?.[1]));
      next.taken?.();
    }
  }
}

/** Each run of a loop is given up after a twentieth of a second. */
class HurriedLoops extends Loops {
  override watch(name: string, options: LoopOptions): Loop {
    return super.watch(name, { ...options, deadlineMs: 50 });
  }
}

/** Keeps back the next answer whose rows have that column, until it is released. */
class HeldAnswer implements KyselyPlugin {
  #column: string | undefined;
  readonly #held = Promise.withResolvers<void>();
  readonly #released = Promise.withResolvers<void>();

  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    return node;
  }

  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    const [row] = result.rows;
    if (row === undefined || this.#column === undefined || !(this.#column in row)) return result;
    this.#column = undefined;
    this.#held.resolve();
    await this.#released.promise;
    return result;
  }

  hold(column: string): void {
    this.#column = column;
  }

  get held(): Promise<void> {
    return this.#held.promise;
  }

  release(): void {
    this.#released.resolve();
  }
}

onEachEngine('the stream hub', (engine) => {
  let database: Awaited<ReturnType<typeof engine.open>>;
  let hub: StreamHub;
  let hubOver: (used: Database, loops: Loops) => StreamHub;
  let encoded = 0;
  const errors: unknown[] = [];
  const access = {
    isCurrent: true,
    ageMs: 0,
    lapses: 0,
    asked: 0,
    async ensureCurrent() {
      access.asked += 1;
      if (!access.isCurrent) throw refuse.unavailable({ description: 'Nobody can know' });
    },
  };
  before(async () => {
    database = await engine.open();
    await database.write((tx) =>
      tx.query
        .insertInto('agencies')
        .values([AGENCY, OTHER_AGENCY].map((id) => ({ id, name: id, created_at: 1 })))
        .execute(),
    );
    const encode = ({ seq, body }: IncidentEvent) => {
      encoded += 1;
      return Buffer.from(JSON.stringify({ seq, body }));
    };
    hubOver = (used, loops) => {
      const log = { ...silentLog, error: (...args: unknown[]) => errors.push(args) };
      return new StreamHub({ database: used, clock: testClock(), log, encoders: { plain: encode }, access, loops });
    };
    hub = hubOver(database, new Loops({ readiness: new Readiness(), log: silentLog }));
    hub.start();
  });
  after(async () => {
    await hub.stop();
    await database.close();
  });

  async function appendNotes(count: number): Promise<void> {
    await database.write(async (tx) => {
      tx.writeLast(writeEvents, Array<AppendedEvent>(count).fill(noteOf('x'.repeat(500))));
      tx.onCommit(() => database.notifier.notify('events'));
    });
  }

  async function head(): Promise<number> {
    const row = await database.read
      .selectFrom('agencies')
      .select('last_event_seq')
      .where('id', '=', AGENCY)
      .executeTakeFirstOrThrow();
    return row.last_event_seq;
  }

  async function subscribed(peer: Peer, after?: number, checkToken = async () => {}, epoch = '', by = hub) {
    const start = await head();
    return by.subscribe({
      agencyId: AGENCY,
      after: after ?? start,
      head: start,
      epoch,
      encoder: 'plain',
      socket: peer,
      expiresAt: Number.MAX_SAFE_INTEGER,
      checkToken,
      encodeEnding: ({ error }) => ({ frame: Buffer.from('{"seq":-1}'), code: 4000, reason: error.code }),
    });
  }

  test('makes a frame once, however many sockets listen', async () => {
    const peers = Array.from({ length: 50 }, () => new Peer(false));
    const subscriptions = await Promise.all(peers.map((peer) => subscribed(peer)));
    encoded = 0;
    await appendNotes(20);
    await eventually(() => peers.every(({ got }) => got.length === 20));
    assert.equal(encoded, 20);
    for (const subscription of subscriptions) subscription.leave();
  });

  test('a thousand stalled sockets hold a bounded amount, slow nobody, and then get everything once, in order', async () => {
    const first = (await head()) + 1;
    const stalled = Array.from({ length: 1_000 }, () => new Peer(true));
    const lively = new Peer(false);
    const subscriptions = await Promise.all([...stalled, lively].map((peer) => subscribed(peer)));
    const total = 300;
    for (let written = 0; written < total; written += 100) await appendNotes(100);
    await eventually(() => lively.got.length === total);
    const held = stalled.reduce((sum, { waitingBytes }) => sum + waitingBytes, 0);
    assert.ok(held <= stalled.length * BOUND_BYTES, `${held} bytes wait`);
    assert.ok(stalled.every(({ got }) => got.length === 0));
    for (const peer of stalled) peer.resume();
    await eventually(() => stalled.every(({ got }) => got.length === total));
    const expected = Array.from({ length: total }, (_, index) => first + index);
    for (const { got, mostWaitingBytes } of [...stalled, lively]) {
      assert.deepEqual(got, expected);
      assert.ok(mostWaitingBytes <= BOUND_BYTES);
    }
    for (const subscription of subscriptions) subscription.leave();
  });

  test('a socket that goes after its stream ended takes nothing from those who came since', async () => {
    const first = await subscribed(new Peer(false));
    first.end(refuse.unavailable({ description: 'over' }));
    const peer = new Peer(false);
    const second = await subscribed(peer);
    first.leave();
    await appendNotes(1);
    await eventually(() => peer.got.length === 1);
    second.leave();
  });

  test('a look that finds everybody gone reads nothing, and is no fault', async () => {
    const { ensureCurrent } = access;
    let release = () => {};
    access.isCurrent = false;
    access.ensureCurrent = () =>
      new Promise<void>((resolve) => {
        release = resolve;
      });
    const gone = await subscribed(new Peer(false));
    gone.leave();
    Object.assign(access, { isCurrent: true, ensureCurrent });
    release();
    const peer = new Peer(false);
    const here = await subscribed(peer);
    await appendNotes(1);
    await eventually(() => peer.got.length === 1);
    assert.deepEqual(errors, []);
    here.leave();
  });

  for (const [column, what] of [
    ['last_event_seq', 'where the log ends'],
    ['seq', 'what is new in it'],
  ] as const) {
    test(`an answer to ${what} that comes after its reading was given up ends no stream and changes no order`, async () => {
      const answer = new HeldAnswer();
      const late = hubOver(
        { ...database, readFollowing: database.readFollowing.withPlugin(answer) },
        new HurriedLoops({ readiness: new Readiness(), log: silentLog }),
      );
      late.start();
      const peer = new Peer(false);
      const first = await head();
      await subscribed(peer, undefined, undefined, undefined, late);
      await appendNotes(1);
      await eventually(() => peer.got.length === 1);
      answer.hold(column);
      await appendNotes(1);
      await answer.held;
      // The readings after it have gone on.
      await appendNotes(1);
      await eventually(() => peer.got.length === 3);
      answer.release();
      await appendNotes(1);
      await eventually(() => peer.got.length === 4 || peer.closedWith !== undefined);
      assert.equal(peer.closedWith, undefined);
      assert.deepEqual(peer.got, [first + 1, first + 2, first + 3, first + 4]);
      await late.stop();
    });
  }

  test('receives what another process wrote, within the second, without a ring', async () => {
    const peer = new Peer(false);
    const subscription = await subscribed(peer);
    const other = await engine.open();
    await other.write(async (tx) => {
      tx.writeLast(writeEvents, [noteOf('')]);
    });
    await eventually(() => peer.got.length === 1);
    await other.close();
    subscription.leave();
  });

  test('a ring for one agency brings its events, and the events of another one come without a ring of their own', async () => {
    const [peer, otherPeer] = [new Peer(false), new Peer(false)];
    const subscription = await subscribed(peer);
    const otherSubscription = hub.subscribe({
      ...subscription.request,
      ...{ agencyId: OTHER_AGENCY, after: 0, head: 0, socket: otherPeer },
    });
    await database.write(async (tx) => {
      tx.writeLast(writeEvents, [noteOf(''), { ...noteOf(''), agencyId: OTHER_AGENCY }]);
      tx.onCommit(() => database.notifier.notify('events', AGENCY));
    });
    await eventually(() => peer.got.length === 1 && otherPeer.got.length === 1);
    for (const each of [subscription, otherSubscription]) each.leave();
  });

  test('a socket that falls behind what is kept is closed with that reason', async () => {
    const peer = new Peer(false);
    const old = (await head()) - 10;
    await database.write((tx) =>
      tx.query
        .deleteFrom('events')
        .where('seq', '<=', old + 5)
        .execute(),
    );
    await subscribed(peer, old);
    await eventually(() => peer.closedWith === 'cursor_expired');
    assert.deepEqual(peer.got, [-1]);
  });

  test('ends every stream, stating that it must be read anew, where the log is another one than was sent', async () => {
    const ahead = new Peer(false);
    await subscribed(ahead);
    // As after a standby that lacked the newest event took over.
    const newest = await head();
    await database.write(async (tx) => {
      await tx.query.deleteFrom('events').where('seq', '=', newest).execute();
      await tx.query
        .updateTable('agencies')
        .set({ last_event_seq: newest - 1 })
        .execute();
    });
    await eventually(() => ahead.closedWith === 'resync_required');
    const [restored, next] = [new Peer(false), new Peer(false)];
    await subscribed(restored);
    await database.write((tx) =>
      tx.query.insertInto('installation').values({ only_row: 1, id: 'i', is_sandbox: 0, epoch: 'cafe0001' }).execute(),
    );
    await eventually(() => restored.closedWith === 'resync_required');
    const subscription = await subscribed(next, undefined, undefined, 'cafe0001');
    await appendNotes(1);
    await eventually(() => next.got.length === 1);
    subscription.leave();
    await database.write((tx) => tx.query.deleteFrom('installation').execute());
  });

  test('sends nothing while nobody can know who may listen, and then to those alone who still may', async () => {
    const [ended, kept] = [new Peer(false), new Peer(false)];
    let isRevoked = false;
    const checkToken = async () => {
      if (!access.isCurrent) throw refuse.unavailable({ description: 'Nobody can know' });
      if (isRevoked) throw refuse.invalidToken({ description: 'The access token was revoked' });
    };
    const subscriptions = [await subscribed(ended, undefined, checkToken), await subscribed(kept)];
    access.isCurrent = false;
    // A look that began before this was known may still send what it reads.
    const before = access.asked;
    await eventually(() => access.asked > before);
    await appendNotes(1);
    const { asked } = access;
    await eventually(() => access.asked >= asked + 2);
    assert.deepEqual([ended.got, kept.got], [[], []]);
    assert.equal(ended.closedWith, undefined);
    isRevoked = true;
    access.isCurrent = true;
    access.lapses += 1;
    await eventually(() => kept.got.length === 1);
    assert.equal(ended.closedWith, 'invalid_token');
    assert.deepEqual(ended.got, [-1]);
    for (const subscription of subscriptions) subscription.leave();
  });

  test('ends every stream after five seconds without knowing, so that its peer can go to another server', async () => {
    const peer = new Peer(false);
    await subscribed(peer);
    access.ageMs = 5_000;
    await eventually(() => peer.closedWith === 'unavailable');
    access.ageMs = 0;
  });
});
