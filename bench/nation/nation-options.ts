import { type Phase, phasesOf } from './hour.ts';

export const ENGINES = ['sqlite', 'postgres'] as const;
export type NationEngine = (typeof ENGINES)[number];

/** What is asked of the case `nation`. */
export interface NationOptions {
  /** Of the whole nation. */
  readonly share: number;
  readonly engine: NationEngine;
  /** Server processes: more than one on PostgreSQL alone. */
  readonly processes: number;
  readonly phases: readonly Phase[];
  /** Whether the largest share is looked for afterwards. */
  readonly isSearched: boolean;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const MINUTES = 10;
/** Enough agencies that there are large ones and others, few enough that they are there in a second. */
export const QUICK_SHARE = 0.01;
const SHARE = 0.1;
const MOST_PROCESSES = 8;

/** At several times the rate, so that each kind of work is there in seconds. */
const QUICK_RATE = 5;
/** A check that nothing is lost and nothing done twice; its times say nothing. */
export const QUICK = phasesOf({ warmUp: SECOND, hour: 3 * SECOND, surge: SECOND, recovery: SECOND }, QUICK_RATE);

interface Given {
  readonly quick: boolean;
  readonly share?: string | undefined;
  readonly engine?: string | undefined;
  readonly processes?: string | undefined;
  readonly minutes?: string | undefined;
}

function numberOf(name: string, given: string, most: number): number {
  const value = Number(given);
  if (!(value > 0 && value <= most)) throw new Error(`--${name} must be a number above 0, ${most} at most`);
  return value;
}

/** Throws on what is no share, engine, number of processes or of minutes. */
export function readNationOptions(given: Given): NationOptions {
  const { quick, engine = 'sqlite' } = given;
  const known = ENGINES.find((name) => name === engine);
  if (known === undefined) throw new Error(`--engine must be one of: ${ENGINES.join(', ')}`);
  const processes = numberOf('processes', given.processes ?? '1', MOST_PROCESSES);
  if (!Number.isInteger(processes)) throw new Error('--processes must be a whole number');
  if (processes > 1 && known === 'sqlite') throw new Error('--processes: an embedded database has one process');
  const hour = numberOf('minutes', given.minutes ?? String(MINUTES), 24 * 60) * MINUTE;
  return {
    share: numberOf('share', given.share ?? String(quick ? QUICK_SHARE : SHARE), 10),
    engine: known,
    processes,
    phases: quick ? QUICK : phasesOf({ warmUp: MINUTE / 2, hour, surge: MINUTE, recovery: MINUTE }),
    isSearched: !quick,
  };
}
