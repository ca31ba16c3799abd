import type { Bar, Sample, Verdict } from '../case.ts';
import type { Samples } from '../rounds.ts';
import { markdownTable } from './markdown-table.ts';
import { extremes, median, percentile } from './statistics.ts';

const range = ([least, most]: [number, number], unit = '') => `${least.toFixed(2)}${unit}..${most.toFixed(2)}${unit}`;

/** Medians over the rounds: what a server does in a second, and in a second of its own CPU time; NaN where not known. */
function mediansOf(rounds: Sample[]): { rate: number; perCpuSecond: number } {
  return {
    rate: median(rounds.map(({ ratePerSecond }) => ratePerSecond)),
    perCpuSecond: median(rounds.map(({ ratePerSecond, serverBusy }) => ratePerSecond / (serverBusy ?? Number.NaN))),
  };
}

function ratioRow(bar: Bar & { kind: 'ratio' }, samples: Samples): Verdict {
  const [own, theirs] = [samples.get(bar.subject) ?? [], samples.get(bar.reference) ?? []];
  const [ownMedians, theirMedians] = [mediansOf(own), mediansOf(theirs)];
  const ratio = ownMedians.rate / theirMedians.rate;
  const perRound = own.map(({ ratePerSecond }, round) => ratePerSecond / (theirs[round]?.ratePerSecond ?? Number.NaN));
  return {
    bar: `${bar.subject} / ${bar.reference}`,
    measured: ratio.toFixed(2),
    overRounds: range(extremes(perRound)),
    perCpu: (ownMedians.perCpuSecond / theirMedians.perCpuSecond).toFixed(2),
    ...(bar.atLeast !== undefined && { wanted: `>= ${bar.atLeast}` }),
    isMet: bar.atLeast === undefined ? null : ratio >= bar.atLeast,
  };
}

function p99Row(bar: Bar & { kind: 'p99-beside' }, samples: Samples): Verdict {
  const rounds = (samples.get(bar.subject) ?? []).map((sample) => sample.besideLatenciesMs ?? new Float64Array());
  const p99 = percentile(rounds, 0.99);
  return {
    bar: `p99 of ${bar.stream}`,
    measured: `${p99.toFixed(1)} ms`,
    overRounds: range(extremes(rounds.map((round) => percentile([round], 0.99))), ' ms'),
    wanted: `< ${bar.belowMs} ms`,
    isMet: p99 < bar.belowMs,
  };
}

/** One row for each bar of a case that measures rates. */
export function verdictsOf(bars: Bar[], samples: Samples): Verdict[] {
  return bars.map((bar) => (bar.kind === 'ratio' ? ratioRow(bar, samples) : p99Row(bar, samples)));
}

/** What was measured of each bar, how it spread over the rounds, what is asked of it, pass or below. Empty without bars. */
export function barTable(verdicts: Verdict[]): string {
  if (verdicts.length === 0) return '';
  return markdownTable(
    ['bar', 'measured', 'min..max of the rounds', 'per CPU s', 'wanted', 'verdict'],
    verdicts.map(({ bar, measured, overRounds = '-', perCpu = '-', wanted = '-', isMet }) => {
      const verdict = isMet === null ? '-' : isMet ? 'pass' : 'BELOW';
      return [bar, measured, overRounds, perCpu, wanted, verdict];
    }),
  );
}
