import type { ChartData } from './chart/chart-data.ts';

/** A spreadsheet takes a cell that begins so for a formula and runs it; with an apostrophe in front it is text. */
const FORMULA = /^['=+\-@\t\r]/;

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const harmless = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** The figures of a chart as comma-separated values (RFC 4180), the first line naming the columns. */
export function chartCsv({ rowTitle, series, rows }: ChartData): string {
  const lines = [[rowTitle, ...series], ...rows.map(({ name, values }) => [name, ...values])];
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}
