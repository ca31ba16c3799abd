import { parseArgs } from 'node:util';
import { CASES } from './cases/index.ts';
import { type NationOptions, readNationOptions } from './nation/nation-options.ts';
import type { Schedule } from './rounds.ts';

const FULL: Schedule = { rounds: 5, roundMs: 3_000, warmUpMs: 1_500 };
const QUICK: Schedule = { rounds: 3, roundMs: 1_000, warmUpMs: 500 };

export interface Options {
  schedule: Schedule;
  caseIds: string[];
  isProfiled: boolean;
  nation: NationOptions;
}

/**
 * Reads `--quick`, `--only CASE` (more than once if wanted), `--profile`, and what the case `nation` is asked for; throws on
 * anything else, naming the cases there are.
 */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      profile: { type: 'boolean', default: false },
      share: { type: 'string' },
      engine: { type: 'string' },
      processes: { type: 'string' },
      minutes: { type: 'string' },
    },
  });
  const known = CASES.map(({ id }) => id);
  const caseIds = values.only ?? CASES.filter(({ isOnlyNamed }) => isOnlyNamed !== true).map(({ id }) => id);
  const unknown = caseIds.find((id) => !known.includes(id));
  if (unknown !== undefined) throw new Error(`no case ${unknown}; there are ${known.join(', ')}`);
  const { quick, profile } = values;
  return { schedule: quick ? QUICK : FULL, caseIds, isProfiled: profile, nation: readNationOptions(values) };
}
