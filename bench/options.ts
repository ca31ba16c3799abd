import { parseArgs } from 'node:util';
import { CASES } from './cases/index.ts';
import { ENGINES, type NationOptions, readNationOptions } from './nation/nation-options.ts';
import type { Schedule } from './rounds.ts';

const FULL: Schedule = { rounds: 5, roundMs: 3_000, warmUpMs: 1_500 };
const QUICK: Schedule = { rounds: 3, roundMs: 1_000, warmUpMs: 500 };

export interface Options {
  /** Whether only what there is to ask for is printed. */
  isHelp: boolean;
  schedule: Schedule;
  caseIds: string[];
  isProfiled: boolean;
  nation: NationOptions;
  /** How many events and audit records the case `growth` compares with a thousand. */
  grownEvents: number;
}

const GROWN_EVENTS = 1_000_000;
const MOST_GROWN_EVENTS = 100_000_000;

/** Throws on what is no number of events. */
function readGrownEvents(given: string): number {
  const events = Number(given);
  if (!Number.isInteger(events) || events < 10_000 || events > MOST_GROWN_EVENTS) {
    throw new Error(`--events must be a whole number from 10000 to ${MOST_GROWN_EVENTS}`);
  }
  return events;
}

/** What `--help` prints. */
export function helpText(): string {
  const width = Math.max(...CASES.map(({ id }) => id.length));
  const lineOf = ({ id, title, isOnlyNamed }: (typeof CASES)[number]) =>
    `  ${id.padEnd(width)}  ${title}${isOnlyNamed === true ? ' (only where --only names it)' : ''}`;
  return `npm run bench -- [options]

Options:
  --quick            short rounds, for a first look
  --only CASE        one case; may be given more than once
  --profile          also CPU profiles of Sallyport, in .tmp/profiles/<case>/
  --share NUMBER     nation: the share of the whole country, 0.1 unless given
  --engine NAME      nation: ${ENGINES.join(' or ')}, ${ENGINES[0]} unless given
  --processes COUNT  nation: server processes on postgres, 1 unless given
  --minutes NUMBER   nation: how long the hour takes, 10 unless given
  --events COUNT     growth: how many events and audit records, 1000000 unless given; ten million take 20 GB
  --help             this text

Cases:
${CASES.map(lineOf).join('\n')}`;
}

/**
 * Reads `--help`, `--quick`, `--only CASE` (more than once if wanted), `--profile`, and what the cases `nation` and `growth` are asked for;
 * throws on anything else, naming the cases there are.
 */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      profile: { type: 'boolean', default: false },
      share: { type: 'string' },
      engine: { type: 'string' },
      processes: { type: 'string' },
      minutes: { type: 'string' },
      events: { type: 'string', default: String(GROWN_EVENTS) },
    },
  });
  const known = CASES.map(({ id }) => id);
  const caseIds = values.only ?? CASES.filter(({ isOnlyNamed }) => isOnlyNamed !== true).map(({ id }) => id);
  const unknown = caseIds.find((id) => !known.includes(id));
  if (unknown !== undefined) throw new Error(`no case ${unknown}; there are ${known.join(', ')}`);
  const { help, quick, profile } = values;
  return {
    isHelp: help,
    schedule: quick ? QUICK : FULL,
    caseIds,
    isProfiled: profile,
    nation: readNationOptions(values),
    grownEvents: readGrownEvents(values.events),
  };
}
