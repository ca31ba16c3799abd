import type { Serializable } from 'node:child_process';
import type { Child } from '../process/children.ts';

/** What a program of the nation sends back while it carries an order out, and once it has. */
export type Reply<Result> =
  | { readonly kind: 'progress'; readonly line: string }
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly reason: string };

/** Sends one order and resolves with its result; rejects where the program fails at it, or stops first. */
export function order<Result>(child: Child, wanted: object, onProgress: (line: string) => void): Promise<Result> {
  return new Promise((resolve, reject) => {
    const finish = () => {
      child.process.off('message', receive);
      child.process.off('exit', onExit);
    };
    const onExit = () => reject(new Error(`${child.name} stopped`));
    const receive = (message: Serializable) => {
      const reply = message as Reply<Result>;
      if (reply.kind === 'progress') return onProgress(reply.line);
      finish();
      if (reply.kind === 'done') resolve(reply.result);
      else reject(new Error(`${child.name}: ${reply.reason}`));
    };
    child.process.on('message', receive);
    child.process.once('exit', onExit);
    child.process.send(wanted);
  });
}

/** Carries out the orders this program is sent, one at a time. */
export function carryOut<Order>(perform: (given: Order, progress: (line: string) => void) => Promise<object>): void {
  const send = (reply: Reply<object>) => void process.send?.(reply);
  process.on('message', (given: Order) => {
    perform(given, (line) => send({ kind: 'progress', line })).then(
      (result) => send({ kind: 'done', result }),
      (err: unknown) =>
        send({ kind: 'failed', reason: err instanceof Error ? (err.stack ?? err.message) : String(err) }),
    );
  });
}
