import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { eventually } from '../../packages/testing/src/barrier.ts';

/** A reverse proxy of this machine with one of the configurations of `deploy`. */
export interface ReverseProxy {
  readonly url: string;
  /** Its port for plain HTTP. */
  readonly plainPort: number;
  /** Everything it wrote to its logs. */
  logged(): string;
  stop(): Promise<void>;
}

/** The text with each of these replaced; one that is not in it fails the test, because the example has moved on. */
export function replaced(text: string, changes: Readonly<Record<string, string>>): string {
  return Object.entries(changes).reduce((changed, [from, to]) => {
    assert.ok(changed.includes(from), `the example does not have ${JSON.stringify(from)}`);
    return changed.replaceAll(from, to);
  }, text);
}

/** True once something listens there. */
function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** Starts a program that stays in the foreground and resolves once it listens on the port. */
export async function startProgram(
  path: string,
  args: readonly string[],
  { port, env = {} }: { port: number; env?: Readonly<Record<string, string>> },
): Promise<{ printed: () => string; stop: () => Promise<void> }> {
  const child: ChildProcess = spawn(path, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  await eventually(() => {
    assert.equal(child.exitCode, null, printed);
    return listens(port);
  });
  return {
    printed: () => printed,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}
