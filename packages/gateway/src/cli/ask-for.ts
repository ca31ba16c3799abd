import { createInterface } from 'node:readline/promises';
import { type Call, UsageError } from './command.ts';

/** Whether somebody is there to answer. */
export function isAtTerminal({ terminal }: Pick<Call, 'terminal'>): boolean {
  return process.stdin.isTTY === true && terminal !== null;
}

/** Asks each question until it has an answer, one of its choices where it has some. Refuses where the terminal is closed instead of answering. */
export async function askFor<Name extends string>(
  questions: readonly (readonly [Name, string, (readonly string[])?])[],
  { terminal: shownOn }: Pick<Call, 'terminal'>,
): Promise<Partial<Record<Name, string>>> {
  const terminal = createInterface({ input: process.stdin, output: shownOn ?? undefined });
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
