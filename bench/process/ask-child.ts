import type { Serializable } from 'node:child_process';
import type { Child } from './children.ts';

/** Sends one message and returns the next one the child sends; rejects if it stops first. */
export function askChild<Reply>(child: Child, question: object): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error(`${child.name} stopped`));
    child.process.once('exit', onExit);
    child.process.once('message', (reply: Serializable) => {
      child.process.off('exit', onExit);
      resolve(reply as Reply);
    });
    child.process.send(question);
  });
}
