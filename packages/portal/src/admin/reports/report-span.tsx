import type { Report } from '@sallyport/contract';
import { dayText, instantText } from '../../time/instant-text.ts';
import { translated } from '../../words/translated.ts';

/** The days of a report in words, by whose clocks they are, and when it was made. */
export function ReportSpan({ report }: { report: Report }) {
  const { since, until, time_zone, made_at } = report;
  const days =
    since === until
      ? dayText(since)
      : translated('{since} to {until}', { since: dayText(since), until: dayText(until) });
  return (
    <p>
      {days}
      {translated(', times of')} {time_zone}
      {translated('. Made')} <time dateTime={made_at}>{instantText(made_at, time_zone)}</time>.
    </p>
  );
}
