import type { Sample } from '../case.ts';
import type { Samples } from '../rounds.ts';
import { markdownTable } from './markdown-table.ts';
import { extremes, median, percentile } from './statistics.ts';

const milliseconds = (value: number) => (Number.isNaN(value) ? '-' : value.toFixed(2));

function medianShare(shares: (number | null)[]): string {
  const known = shares.filter((share) => share !== null);
  return known.length === 0 ? '-' : `${(median(known) * 100).toFixed(0)}%`;
}

/** Slow work needs a decimal to be compared at all. */
const rate = (value: number) => value.toFixed(value < 1000 ? 1 : 0);

/** What the server does in a second of its own CPU time: what is left to compare where others take the core. */
function perCpuSecond(samples: Sample[]): string {
  const rates = samples.flatMap(({ ratePerSecond, serverBusy }) => (serverBusy ? [ratePerSecond / serverBusy] : []));
  return rates.length === 0 ? '-' : rate(median(rates));
}

function rateRow(name: string, samples: Sample[]): string[] {
  const rates = samples.map((sample) => sample.ratePerSecond);
  const latencies = samples.map((sample) => sample.latenciesMs);
  return [
    name,
    rate(median(rates)),
    extremes(rates).map(rate).join('..'),
    milliseconds(percentile(latencies, 0.5)),
    milliseconds(percentile(latencies, 0.99)),
    perCpuSecond(samples),
    medianShare(samples.map((sample) => sample.serverBusy)),
    medianShare(samples.map((sample) => sample.othersBusy)),
    medianShare(samples.map((sample) => sample.loadBusy)),
  ];
}

/** One row for each subject of a case: rate, spread, latency, and who used the cores. */
export function rateTable(unit: string, samples: Samples): string {
  const heading = [
    'server',
    `median ${unit}`,
    'min..max',
    'p50 ms',
    'p99 ms',
    'per CPU s',
    'server core',
    'others there',
    'load core',
  ];
  return markdownTable(
    heading,
    [...samples].map(([name, rounds]) => rateRow(name, rounds)),
  );
}
