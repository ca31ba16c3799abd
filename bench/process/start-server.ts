import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../packages/gateway/src/app/free-port.ts';
import type { Child, Children } from './children.ts';
import type { Side } from './pinning.ts';

const READY_WITHIN_MS = 120_000;
const READY_POLL_MS = 50;

/** A Node program that listens on the port it is given. */
export interface ServerProgram {
  name: string;
  /** The server core unless given. */
  side?: Side;
  args(port: number): string[];
  env?: Record<string, string>;
  /** A GET path that answers 2xx once the server can be measured. */
  readyPath: string;
}

/** Where a server is reached. */
export interface Address {
  port: number;
  origin: string;
}

export interface Server extends Child, Address {}

async function answers(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(READY_WITHIN_MS) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

/** Starts a server on the core of its side, on a free loopback port, and returns when it answers; throws if it does not. */
export async function startServer(children: Children, program: ServerProgram): Promise<Server> {
  const port = await freePort('127.0.0.1');
  const origin = `http://127.0.0.1:${port}`;
  const child = children.start({
    name: program.name,
    side: program.side ?? 'server',
    args: program.args(port),
    ...(program.env && { env: program.env }),
  });
  const deadline = performance.now() + READY_WITHIN_MS;
  while (!(await answers(origin + program.readyPath))) {
    const hasStopped = child.process.exitCode !== null || child.process.signalCode !== null;
    if (hasStopped || performance.now() > deadline)
      throw new Error(
        `${program.name} ${hasStopped ? 'stopped' : 'is running'} and does not answer ${program.readyPath}`,
      );
    await sleep(READY_POLL_MS);
  }
  return { ...child, port, origin };
}
