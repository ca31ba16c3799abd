/** A row of a chart's table: an hour, a day, a type, a client. */
export interface ChartRow {
  /** Where two rows may have one name, what distinguishes them. */
  readonly key?: string;
  /** As in the downloaded file. */
  readonly name: string;
  /** As it is shown; the name without it. */
  readonly label?: string;
  /** A figure for each series; null where nothing was measured. */
  readonly values: readonly (number | null)[];
}

/** What a chart draws, its table lists and its file has. */
export interface ChartData {
  /** Of the file's name and the place in the page. */
  readonly id: string;
  readonly title: string;
  /** Upright columns for hours and days, lying bars for what has a name. */
  readonly layout: 'columns' | 'bars';
  /** Whether the series add up. */
  readonly isStacked: boolean;
  /** Whether a figure is a time, of which zero is one, too. */
  readonly isDuration?: true;
  /** What a row is: the title of the first column and of the axis along the rows. */
  readonly rowTitle: string;
  /** What is counted or measured, with its unit: the title of the other axis. */
  readonly unit: string;
  readonly series: readonly string[];
  readonly rows: readonly ChartRow[];
  /** What has to be known to read the figures. */
  readonly note?: string;
}

/** Whether there is anything to draw. */
export const hasFigures = ({ rows, isDuration }: ChartData) =>
  rows.some(({ values }) => values.some((value) => value !== null && (value > 0 || isDuration)));

/** The most that a row reaches, at least one. */
export function greatestOf({ rows, isStacked }: ChartData): number {
  const reach = rows.map(({ values }) =>
    isStacked
      ? values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
      : Math.max(0, ...values.map((v) => v ?? 0)),
  );
  return Math.max(1, ...reach);
}

const NUMBER = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

/** A figure as it is shown; a dash where nothing was measured. */
export const figureText = (value: number | null) => (value === null ? '–' : NUMBER.format(value));
