import type { Printer } from './terminal/printer.ts';

const LEAST_BETWEEN_MS = 100;

/** The step without what it counts. */
const kindOf = (step: string) => step.replace(/\d+/g, '');

/** Shows on a terminal, on one line, how far a long command has come; nothing where nobody looks, or with `--quiet`. */
export function progressOn({ terminal }: Pick<Printer, 'terminal'>) {
  let shownAt = 0;
  let shown = '';
  return {
    show(step: string, fraction: number | null): void {
      const now = performance.now();
      const begins = fraction === null && kindOf(step) !== kindOf(shown);
      if (terminal === null || (!begins && now - shownAt < LEAST_BETWEEN_MS)) return;
      shownAt = now;
      shown = step;
      const done = fraction === null ? '' : `, ${Math.round(fraction * 100)} %`;
      terminal.write(`\r\u001b[K${step}${done}`);
    },
    end(): void {
      if (shown !== '') terminal?.write('\r\u001b[K');
    },
  };
}
