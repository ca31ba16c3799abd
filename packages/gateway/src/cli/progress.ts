import type { Output } from './command.ts';

const LEAST_BETWEEN_MS = 100;

/** The step without what it counts. */
const kindOf = (step: string) => step.replace(/\d+/g, '');

/** Shows on a terminal, on one line, how far a long command has come; nothing where nobody looks. */
export function progressOn({ stderr }: Pick<Output, 'stderr'>) {
  const isTerminal = (stderr as Partial<NodeJS.WriteStream>).isTTY === true;
  let shownAt = 0;
  let shown = '';
  return {
    show(step: string, fraction: number | null): void {
      const now = performance.now();
      const begins = fraction === null && kindOf(step) !== kindOf(shown);
      if (!isTerminal || (!begins && now - shownAt < LEAST_BETWEEN_MS)) return;
      shownAt = now;
      shown = step;
      const done = fraction === null ? '' : `, ${Math.round(fraction * 100)} %`;
      stderr.write(`\r\u001b[K${step}${done}`);
    },
    end(): void {
      if (isTerminal && shown !== '') stderr.write('\r\u001b[K');
    },
  };
}
