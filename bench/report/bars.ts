import type { Bar } from '../case.ts';
import type { Samples } from '../rounds.ts';
import { markdownTable } from './markdown-table.ts';
import { extremes, median, percentile } from './statistics.ts';

type Row = [bar: string, measured: string, overRounds: string, wanted: string, verdict: string];

const verdict = (isMet: boolean) => (isMet ? 'pass' : 'BELOW');
const range = ([least, most]: [number, number], unit = '') => `${least.toFixed(2)}${unit}..${most.toFixed(2)}${unit}`;

function ratioRow(bar: Bar & { kind: 'ratio' }, samples: Samples): Row {
  const own = (samples.get(bar.subject) ?? []).map((sample) => sample.ratePerSecond);
  const theirs = (samples.get(bar.reference) ?? []).map((sample) => sample.ratePerSecond);
  const ratio = median(own) / median(theirs);
  const perRound = own.map((rate, round) => rate / (theirs[round] ?? Number.NaN));
  const title = `${bar.subject} / ${bar.reference}`;
  return [title, ratio.toFixed(2), range(extremes(perRound)), `>= ${bar.atLeast}`, verdict(ratio >= bar.atLeast)];
}

function p99Row(bar: Bar & { kind: 'p99-beside' }, samples: Samples): Row {
  const rounds = (samples.get(bar.subject) ?? []).map((sample) => sample.besideLatenciesMs ?? new Float64Array());
  const p99 = percentile(rounds, 0.99);
  const perRound = rounds.map((round) => percentile([round], 0.99));
  const title = `p99 of ${bar.stream}`;
  return [
    title,
    `${p99.toFixed(1)} ms`,
    range(extremes(perRound), ' ms'),
    `< ${bar.belowMs} ms`,
    verdict(p99 < bar.belowMs),
  ];
}

/** One row for each bar of a case: what was measured, how it spread over the rounds, what is asked, pass or below. */
export function barTable(bars: Bar[], samples: Samples): string {
  const rows = bars.map((bar) => (bar.kind === 'ratio' ? ratioRow(bar, samples) : p99Row(bar, samples)));
  return markdownTable(['bar', 'measured', 'min..max of the rounds', 'wanted', 'verdict'], rows);
}
