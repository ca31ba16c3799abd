import { once } from 'node:events';
import { columns } from './columns.ts';
import { styled } from './style.ts';

/** What every command is asked about its output. */
interface Asked {
  readonly isJson: boolean;
  readonly isQuiet: boolean;
}

/**
 * Prints what a command states, in the one way it was asked for: text; with `--json` one object a line; with `--quiet`
 * nothing but errors, and with both nothing but the objects. Results go to standard output, everything else to standard error.
 */
export interface Printer extends Asked {
  /** One result. */
  print(result: unknown, text: string | (() => string)): void;
  /** Everything known of one thing, as JSON whoever reads it. */
  printWhole(result: unknown): void;
  /** Results, as a table without `--json`. */
  printAll<T>(results: readonly T[], rowOf: (result: T) => readonly string[]): void;
  /** A result that is JSON already, as one line with its end. Resolves once it was taken, or nobody is there to take it: see `unread`. */
  printLine(line: string): Promise<void>;
  /** A result that is wrong, which `--quiet` prints too. */
  printFault(result: unknown, text: string): void;
  /** Resolves once what was printed was taken, or nobody is there to take it: `unread` states which. */
  flush(): Promise<void>;
  /** Aborted once whoever read the results has ended, as `head` does. */
  readonly unread: AbortSignal;
  /** A sentence beside the results. */
  note(sentence: string): void;
  /** A sentence about what went wrong, although the command goes on. */
  fault(sentence: string): void;
  /** The text in colours, where standard output has them. */
  style(format: Parameters<typeof styled>[1], text: string): string;
  /** Where somebody may look at what is under way and answer; null with `--quiet`, or where that is no terminal. */
  readonly terminal: NodeJS.WritableStream | null;
}

export function printerOn(
  { stdout, stderr }: { readonly stdout: NodeJS.WritableStream; readonly stderr: NodeJS.WritableStream },
  { isJson, isQuiet }: Asked,
): Printer {
  const objectOf = (result: unknown) => `${JSON.stringify(result)}\n`;
  const unread = new AbortController();
  const taken = (err?: Error | null) => {
    if ((err as NodeJS.ErrnoException | null | undefined)?.code === 'EPIPE') unread.abort();
  };
  const write = (text: string) => void stdout.write(text, taken);
  const isTerminal = (stderr as Partial<NodeJS.WriteStream>).isTTY === true;
  return {
    isJson,
    isQuiet,
    print(result, text) {
      if (isJson) write(objectOf(result));
      else if (!isQuiet) write(typeof text === 'string' ? text : text());
    },
    printWhole(result) {
      this.print(result, () => `${JSON.stringify(result, null, 2)}\n`);
    },
    printAll(results, rowOf) {
      if (isJson) for (const each of results) write(objectOf(each));
      else if (!isQuiet) write(columns(results.map(rowOf)));
    },
    async printLine(line) {
      if ((isQuiet && !isJson) || unread.signal.aborted) return;
      if (stdout.write(line, taken)) return;
      await once(stdout, 'drain', { signal: unread.signal }).catch((err) => {
        taken(err);
        if (!unread.signal.aborted) throw err;
      });
    },
    printFault(result, text) {
      write(isJson ? objectOf(result) : text);
    },
    flush: () => new Promise((resolve) => stdout.write('', () => resolve())),
    unread: unread.signal,
    note(sentence) {
      if (!isQuiet) stderr.write(`${sentence}\n`);
    },
    fault: (sentence) => void stderr.write(`${sentence}\n`),
    style: (format, text) => styled(stdout, format, text),
    terminal: isTerminal && !isQuiet ? stderr : null,
  };
}
