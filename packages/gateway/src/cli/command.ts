import type { Flags } from '../config/flags.ts';
import type { Printer } from './terminal/printer.ts';

export interface OptionSpec {
  readonly kind: 'needed' | 'value' | 'flag';
  readonly placeholder: string;
  readonly sentence: string;
  /** The values there are, where they are few: others are refused, and a shell completes these. */
  readonly choices?: readonly string[];
}
type Options = Readonly<Record<string, OptionSpec>>;

/** An option that must be given, with a value. */
export const needed = (placeholder: string, sentence: string) => ({ kind: 'needed', placeholder, sentence }) as const;
/** An option with a value. */
export const value = (placeholder: string, sentence: string) => ({ kind: 'value', placeholder, sentence }) as const;
/** An option whose value is one of a few, that must be given. */
export const neededChoice = <const C extends string>(choices: readonly C[], sentence: string) =>
  ({ kind: 'needed', placeholder: choices.join('|'), sentence, choices }) as const;
/** An option whose value is one of a few. */
export const choice = <const C extends string>(choices: readonly C[], sentence: string) =>
  ({ kind: 'value', placeholder: choices.join('|'), sentence, choices }) as const;
/** An option that is true by itself, or has a value of the one grammar of booleans. */
export const flag = (sentence: string) => ({ kind: 'flag', placeholder: 'true|false', sentence }) as const;

type TextOf<S extends OptionSpec> = S extends { readonly choices: readonly (infer C)[] } ? C : string;
type Given<O extends Options> = {
  readonly [Name in keyof O]: O[Name]['kind'] extends 'needed'
    ? TextOf<O[Name]>
    : O[Name]['kind'] extends 'value'
      ? TextOf<O[Name]> | undefined
      : boolean | undefined;
};

/** Where the program writes: the terminal, or a test. A command writes by its `Printer` alone. */
export interface Output {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/** What a command takes without a name, once. */
export interface OperandSpec {
  readonly name: string;
  readonly sentence: string;
  /** The values there are, which a shell completes; the command refuses others. */
  readonly choices?: readonly string[];
}

/** What a command was called with; `server` is what was given of the server's own options. */
export interface Call<O extends Options = Options> extends Printer {
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
