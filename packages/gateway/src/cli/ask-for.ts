import { createInterface } from 'node:readline/promises';
import { type Output, UsageError } from './command.ts';

/** Whether somebody is there to answer. */
export function isAtTerminal({ stdout }: Output): boolean {
  return process.stdin.isTTY === true && (stdout as Partial<NodeJS.WriteStream>).isTTY === true;
}

/** Asks each question until it has an answer, one of its choices where it has some. Refuses where the terminal is closed instead of answering. */
export async function askFor<Name extends string>(
  questions: readonly (readonly [Name, string, (readonly string[])?])[],
  { stdout }: Output,
): Promise<Partial<Record<Name, string>>> {
  const terminal = createInterface({ input: process.stdin, output: stdout });
  const closed = new Promise<never>((_, reject) => {
    terminal.once('close', () => reject(new UsageError('Nothing was set up: the questions were not answered')));
  });
  closed.catch(() => {});
  const answers: Partial<Record<Name, string>> = {};
  try {
    for (const [name, question, choices] of questions) {
      let answer = '';
      while (answer === '' || choices?.includes(answer) === false)
        answer = (await Promise.race([terminal.question(`${question}: `), closed])).trim();
      answers[name] = answer;
    }
    return answers;
  } finally {
    terminal.close();
  }
}
