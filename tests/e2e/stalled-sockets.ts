import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./stalled-sockets.py', import.meta.url));

/** TCP sockets of a stream in a process of their own that read nothing after they were let in. */
export class StalledSockets {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: ChildProcessByStdio<Writable, Readable, null>) {
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** Resolves once all of them are let in. */
  static async open(stream: { port: string; path: string; token: string; count: number }): Promise<StalledSockets> {
    const args = [PROGRAM, stream.port, stream.path, stream.token, String(stream.count)];
    const stalled = new StalledSockets(spawn('python3', args, { stdio: ['pipe', 'pipe', 'inherit'] }));
    await stalled.#line();
    return stalled;
  }

  /** The first, the middle and the last one read until they have so many events: the cursors each of them has, in order. */
  async read(events: number): Promise<string[][]> {
    this.#child.stdin.write(`${events}\n`);
    return JSON.parse(await this.#line()) as string[][];
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  async #line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('the stalled sockets are gone');
    return value;
  }
}

/** Bytes that the system holds for a port's connections, on their way out of the server or arrived and not read. */
export function bytesOnTheWay(port: string): number {
  const hex = Number(port).toString(16).toUpperCase().padStart(4, '0');
  let bytes = 0;
  for (const line of readFileSync('/proc/net/tcp', 'latin1').trimEnd().split('\n').slice(1)) {
    const [, local = '', remote = '', , queues = ''] = line.trim().split(/\s+/);
    if (!local.endsWith(`:${hex}`) && !remote.endsWith(`:${hex}`)) continue;
    for (const queue of queues.split(':')) bytes += Number.parseInt(queue, 16);
  }
  return bytes;
}
