import type { Flags } from '../config/flags.ts';

export interface OptionSpec {
  readonly kind: 'needed' | 'value' | 'flag';
  readonly placeholder: string;
  readonly sentence: string;
}
type Options = Readonly<Record<string, OptionSpec>>;

/** An option that must be given, with a value. */
export const needed = (placeholder: string, sentence: string) => ({ kind: 'needed', placeholder, sentence }) as const;
/** An option with a value. */
export const value = (placeholder: string, sentence: string) => ({ kind: 'value', placeholder, sentence }) as const;
/** An option that is true by itself, or has a value of the one grammar of booleans. */
export const flag = (sentence: string) => ({ kind: 'flag', placeholder: 'true|false', sentence }) as const;

type Given<O extends Options> = {
  readonly [Name in keyof O]: O[Name]['kind'] extends 'needed'
    ? string
    : O[Name]['kind'] extends 'value'
      ? string | undefined
      : boolean | undefined;
};

/** Where a command writes: the terminal, or a test. */
export interface Output {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/** What a command takes without a name, once. */
export interface OperandSpec {
  readonly name: string;
  readonly sentence: string;
}

/** What a command was called with; `server` is what was given of the server's own options. */
export interface Call<O extends Options = Options> extends Output {
  readonly options: Given<O>;
  /** What was given without a name, to a command that takes that. */
  readonly operand: string | undefined;
  readonly server: Flags;
  /** What it was given that is no option, one sentence each; nothing unless it `takesUnknownOptions`. */
  readonly unknown: readonly string[];
}

/** One command of `sallyport`. `run` returns the exit code. */
export interface Command<O extends Options = Options> {
  readonly words: readonly string[];
  readonly sentence: string;
  readonly options: O;
  readonly operand?: OperandSpec;
  /** Which options of the server it takes as well: all, with its help listing all or those of the place; or none. */
  readonly serverOptions: 'all' | 'place' | 'none';
  /** True where unknown options are for the command to name, beside other faults; they are refused otherwise. */
  readonly takesUnknownOptions?: boolean;
  run(call: Call<O>): Promise<number>;
}

/** The command as it is, its options' types known to its `run`. */
export const defineCommand = <const O extends Options>(command: Command<O>): Command => command;

/** The command was called wrongly; the message states how to call it. */
export class UsageError extends Error {}

/** Who the audit names for what is done at the command line. */
export const CONSOLE = { kind: 'console', id: 'sallyport' } as const;
