import type { Serializable } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Child, Children } from '../process/children.ts';
import { watchCpu } from '../process/cpu-clock.ts';
import type { ReceiverOrder, ReceiverReport } from './receiving.ts';

const RECEIVER = fileURLToPath(new URL('./receiver.ts', import.meta.url));
const RECEIVERS = 2;
const SILENCE_LIMIT_MS = 60_000;

type Report<K extends ReceiverReport['kind']> = ReceiverReport & { kind: K };

/** One receiving program, and the highest event that all its sockets have. */
class Receiver {
  readonly child: Child;
  reached = 0;
  onReached: () => void = () => {};
  #failure: string | null = null;
  #waiting: { kind: ReceiverReport['kind']; resolve(report: ReceiverReport): void; reject(err: Error): void } | null =
    null;

  constructor(child: Child) {
    this.child = child;
    child.process.on('message', (message: Serializable) => this.#receive(message as ReceiverReport));
    child.process.once('exit', () => this.#fail(`${child.name} stopped`));
  }

  ask<K extends 'opened' | 'collected'>(order: ReceiverOrder, kind: K): Promise<Report<K>> {
    this.requireWell();
    return new Promise((resolve, reject) => {
      this.#waiting = { kind, resolve: resolve as (report: ReceiverReport) => void, reject };
      this.child.process.send(order);
    });
  }

  requireWell(): void {
    if (this.#failure !== null) throw new Error(this.#failure);
  }

  #receive(report: ReceiverReport): void {
    if (report.kind === 'failed') {
      this.#fail(report.reason);
    } else if (report.kind === 'everywhere') {
      this.reached = report.event;
      this.onReached();
    } else if (this.#waiting?.kind === report.kind) {
      this.#waiting.resolve(report);
    }
  }

  #fail(reason: string): void {
    this.#failure ??= reason;
    this.#waiting?.reject(new Error(reason));
    this.onReached();
  }
}

/** So many sockets of one server, held by programs on the load core, that receive the same events. */
export class Audience {
  readonly sockets: number;
  readonly #receivers: Receiver[];
  readonly #waiting: (() => void)[] = [];

  private constructor(sockets: number, receivers: Receiver[]) {
    this.sockets = sockets;
    this.#receivers = receivers;
    for (const receiver of receivers) {
      receiver.onReached = () => {
        for (const resolve of this.#waiting.splice(0)) resolve();
      };
    }
  }

  /** Connects all of them with the bytes of an upgrade request; throws where one is refused. */
  static async open(
    children: Children,
    wanted: { name: string; port: number; upgrade: Uint8Array; sockets: number },
  ): Promise<Audience> {
    const { name, sockets, ...server } = wanted;
    const receivers = Array.from({ length: RECEIVERS }, (_, index) => {
      const program = { name: `sockets ${index + 1} of ${name}`, args: [RECEIVER], hasChannel: true };
      return new Receiver(children.start({ ...program, side: 'load' }));
    });
    const opening = receivers.map((each) =>
      each.ask({ kind: 'open', ...server, sockets: sockets / RECEIVERS }, 'opened'),
    );
    await Promise.all(opening);
    return new Audience(sockets, receivers);
  }

  /** The highest event that every socket has. */
  get reached(): number {
    return Math.min(...this.#receivers.map(({ reached }) => reached));
  }

  /** Resolves once every socket has that event; throws where a socket failed or nothing moves for a minute. */
  async everywhere(event: number): Promise<void> {
    while (this.reached < event) {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`event ${event} is not everywhere`)), SILENCE_LIMIT_MS);
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
      for (const receiver of this.#receivers) receiver.requireWell();
    }
  }

  /** When each event since the last call arrived, one instant a socket. */
  async collect(): Promise<Map<number, Float64Array[]>> {
    const arrivals = new Map<number, Float64Array[]>();
    for (const receiver of this.#receivers) {
      for (const { event, at } of (await receiver.ask({ kind: 'collect' }, 'collected')).arrivals) {
        arrivals.set(event, [...(arrivals.get(event) ?? []), at]);
      }
    }
    return arrivals;
  }

  /** Starts watching the programs. The returned function gives the share of the load core they used since then, or null. */
  watch(): () => number | null {
    const watches = this.#receivers.map(({ child }) => watchCpu(child.pid));
    return () => watches.reduce<number | null>((sum, used) => (sum === null ? null : sum + (used() ?? 0)), 0);
  }
}
