import type { Report } from '@sallyport/contract';
import { translated } from '../../words/translated.ts';
import { figureText } from './chart/chart-data.ts';
import classes from './reports.module.css';

const seconds = (value: number | null) => (value === null ? '–' : `${figureText(value)} s`);

/** What a report says in a line: how many, and how quickly they were accepted. */
export function KeyFigures({ report }: { report: Report }) {
  const { days, alerts } = report;
  const sum = (name: 'calls' | 'alerts' | 'tests') => days.reduce((total, day) => total + day[name], 0);
  const figures = [
    [translated('Calls'), figureText(sum('calls'))],
    [translated('Alerts'), figureText(sum('alerts'))],
    [translated('Tests'), figureText(sum('tests'))],
    [translated('Half accepted within'), seconds(alerts.median_seconds)],
    [translated('Nine of ten accepted within'), seconds(alerts.ninetieth_percentile_seconds)],
    [translated('Timed out'), figureText(alerts.timed_out)],
  ] as const;
  return (
    <dl className={classes.keyFigures}>
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Whether a report has nothing but zeros. */
export const isEmpty = ({ days, clients, webhooks }: Report) =>
  days.every(({ calls, alerts, tests }) => calls + alerts + tests === 0) &&
  clients.length === 0 &&
  webhooks.every(({ delivered, failed, pending }) => delivered + failed + pending === 0);
