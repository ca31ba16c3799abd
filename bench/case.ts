import type { LoadGenerator } from './load/start-generator.ts';
import type { NationOptions } from './nation/nation-options.ts';
import type { Children } from './process/children.ts';
import type { ServerCoreUse } from './process/cpu-clock.ts';

/** What one round of one subject gave. Latencies are in milliseconds, one per answer, in order of arrival. */
export interface Sample extends ServerCoreUse {
  ratePerSecond: number;
  latenciesMs: Float64Array;
  /** Share of its core the load generator used: near 1, it was the limit and the rate states nothing of the server. */
  loadBusy: number | null;
  /** Latencies of a second stream that ran at the same time, where the case has one. */
  besideLatenciesMs?: Float64Array;
}

/** One thing measured: a row of the case's table. */
export interface Subject {
  name: string;
  measure(durationMs: number): Promise<Sample>;
}

/** What is asked of a case. `subject` and `reference` are subject names; without `atLeast` the ratio is shown and judged by nobody. */
export type Bar =
  | { kind: 'ratio'; subject: string; reference: string; atLeast?: number }
  | { kind: 'p99-beside'; subject: string; stream: string; belowMs: number };

/** A case whose servers are up and whose answers have been checked once. */
export interface PreparedCase {
  subjects: Subject[];
  bars: Bar[];
}

/** What a case is given to prepare with. Everything started through it is stopped when the case ends. */
export interface Bench {
  children: Children;
  load: LoadGenerator;
  /** An empty directory of this case's own, on a disk. */
  directory: string;
  /** Where Sallyport leaves its CPU profile, or null when none was asked for. */
  profileDirectory: string | null;
  /** What was asked of the case `nation`. */
  nation: NationOptions;
  /** How many events and audit records the case `growth` was asked for. */
  grownEvents: number;
}

/** A file of `cases/`, listed in `cases/index.ts`. */
interface Entry {
  id: string;
  title: string;
  /** True where it takes so long that it is run only by `--only`. */
  isOnlyNamed?: boolean;
}

/** A case that measures rates and latencies of servers in turn. */
export interface RateCase extends Entry {
  unit: string;
  prepare(bench: Bench): Promise<PreparedCase>;
}

/** A case that measures something else, once, and gives its table and the bars below it. */
export interface FigureCase extends Entry {
  measure(bench: Bench, progress: (line: string) => void): Promise<Figures>;
}

export interface Figures {
  heading: string[];
  rows: string[][];
  /** Sentences below the table. */
  notes?: string[];
  verdicts: Verdict[];
}

/** One row of a table of bars: what was asked, what it is, how it spread, and what was wanted of it, if anything. */
export interface Verdict {
  bar: string;
  measured: string;
  overRounds?: string;
  /** The ratio of what each does in a second of its own CPU time. */
  perCpu?: string;
  wanted?: string;
  /** Null where nothing was wanted. */
  isMet: boolean | null;
}

/** One entry of the bench. */
export type Case = RateCase | FigureCase;
