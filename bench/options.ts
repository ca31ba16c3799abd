import { parseArgs } from 'node:util';
import { CASES } from './cases/index.ts';
import type { Schedule } from './rounds.ts';

const FULL: Schedule = { rounds: 5, roundMs: 3_000, warmUpMs: 1_500 };
const QUICK: Schedule = { rounds: 3, roundMs: 1_000, warmUpMs: 500 };

export interface Options {
  schedule: Schedule;
  caseIds: string[];
  isProfiled: boolean;
}

/** Reads `--quick`, `--only CASE` (more than once if wanted) and `--profile`; throws on anything else, naming the cases there are. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      profile: { type: 'boolean', default: false },
    },
  });
  const known = CASES.map(({ id }) => id);
  const caseIds = values.only ?? known;
  const unknown = caseIds.find((id) => !known.includes(id));
  if (unknown !== undefined) throw new Error(`no case ${unknown}; there are ${known.join(', ')}`);
  return { schedule: values.quick ? QUICK : FULL, caseIds, isProfiled: values.profile };
}
