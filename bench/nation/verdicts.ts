import type { Verdict } from '../case.ts';
import type { HourResult } from './run-hour.ts';

/** By the beginning of a row's title, what 99 in 100 may take in the hour. */
const LIMITS: readonly (readonly [title: string, mostMs: number])[] = [
  ['new alerts', 200],
  ['machine tokens', 50],
  ['password sign-ins', 500],
  ['to portal streams', 500],
  ['to Prepared streams', 500],
  ['to RapidSOS streams', 500],
  ['to cable streams', 500],
];

const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);

/** Every bar of the hour, and whether it was met. */
export function verdictsOfHour({ rows, gaps }: HourResult): Verdict[] {
  const counted = (bar: string, count: number): Verdict => ({
    bar,
    measured: String(count),
    wanted: '0',
    isMet: count === 0,
  });
  const limits = LIMITS.flatMap(([title, mostMs]) => {
    const row = rows.find((each) => each.title.startsWith(title));
    const p99 = row?.spreads['the hour']?.p99;
    if (row === undefined || p99 == null) return [];
    return [
      { bar: `p99 of ${row.title}`, measured: `${p99.toFixed(1)} ms`, wanted: `< ${mostMs} ms`, isMet: p99 < mostMs },
    ];
  });
  return [
    counted('lost', sum(rows.map(({ lost }) => lost)) + gaps),
    counted('doubled', sum(rows.map(({ doubled }) => doubled))),
    ...limits,
  ];
}

/** True where every bar is met and nothing was refused. */
export function holds(result: HourResult): boolean {
  const refused = sum(result.rows.flatMap((row) => Object.values(row.refused)));
  return refused === 0 && verdictsOfHour(result).every(({ isMet }) => isMet === true);
}
