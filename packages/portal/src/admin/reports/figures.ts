import type { Report, ReportCount } from '@sallyport/contract';
import { dayText, instantText } from '../../time/instant-text.ts';
import { serverText, translated } from '../../words/translated.ts';
import type { ChartData } from './chart/chart-data.ts';

const counts = () => [translated('Calls'), translated('Alerts'), translated('Tests')];
const waits = () => [translated('Half within'), translated('Nine of ten within')];

const countsOf = ({ calls, alerts, tests }: ReportCount) => [calls, alerts, tests];
const nameOf = (name: string, otherwise: string) => (name === '' ? otherwise : serverText(name));

function counted(rows: readonly ReportCount[], otherwise: string) {
  return rows.map((count) => ({ name: nameOf(count.name, otherwise), values: countsOf(count) }));
}

/** Every chart of a report, in the order in which they are shown. */
export function chartsOf(report: Report): ChartData[] {
  return [...received(report), ...answered(report), ...ofSoftware(report)];
}

function received({ time_zone, hours, days, types, sources }: Report): ChartData[] {
  const stacked = { isStacked: true, unit: translated('Calls and alerts (number)'), series: counts() } as const;
  const byDay: ChartData = {
    ...stacked,
    id: 'by-day',
    title: translated('Calls and alerts by day'),
    layout: 'columns',
    rowTitle: translated('Day ({timeZone})', { timeZone: time_zone }),
    rows: days.map((count) => ({ name: count.name, label: dayText(count.name), values: countsOf(count) })),
  };
  return [
    {
      ...stacked,
      id: 'by-hour',
      title: translated('Calls and alerts by hour'),
      layout: 'columns',
      rowTitle: translated('Hour of the day ({timeZone})', { timeZone: time_zone }),
      rows: hours.map((count) => ({ name: count.name, values: countsOf(count) })),
    },
    // One day alone is no chart.
    ...(days.length < 2 ? [] : [byDay]),
    {
      ...stacked,
      id: 'by-type',
      title: translated('Calls and alerts by type'),
      layout: 'bars',
      rowTitle: translated('Type'),
      rows: counted(types, translated('No type stated')),
    },
    {
      ...stacked,
      id: 'by-source',
      title: translated('Calls and alerts by source'),
      layout: 'bars',
      rowTitle: translated('Source'),
      rows: counted(sources, translated('No source stated')),
    },
  ];
}

function answered({ time_zone, acceptance, alerts, tests, declines }: Report): ChartData[] {
  const outcome = (name: string, of: (answers: Report['alerts']) => number) => ({
    name,
    values: [of(alerts), of(tests)],
  });
  return [
    {
      id: 'time-to-accept',
      title: translated('Time to accept an alert'),
      layout: 'columns',
      isStacked: false,
      rowTitle: translated('Hour in which it came in ({timeZone})', { timeZone: time_zone }),
      isDuration: true,
      unit: translated('Time to accept (seconds)'),
      series: waits(),
      rows: acceptance.map(({ hour, median_seconds, ninetieth_percentile_seconds }) => ({
        name: hour,
        values: [median_seconds, ninetieth_percentile_seconds],
      })),
      note: translated('From the request for a dispatch or, without one, from the alert’s receipt. Without tests.'),
    },
    {
      id: 'outcomes',
      title: translated('What became of alerts'),
      layout: 'bars',
      isStacked: false,
      rowTitle: translated('Outcome'),
      unit: translated('Alerts (number)'),
      series: [translated('Alerts'), translated('Tests')],
      rows: [
        outcome(translated('Received'), ({ received: count }) => count),
        outcome(translated('Accepted'), ({ accepted }) => accepted),
        outcome(translated('Declined'), ({ declined }) => declined),
        outcome(translated('Timed out'), ({ timed_out }) => timed_out),
      ],
      note: translated(
        'Received ones include supplemental ones, which nobody answers. One that timed out may have been accepted later.',
      ),
    },
    {
      id: 'declines',
      title: translated('Declines by reason'),
      layout: 'bars',
      isStacked: true,
      rowTitle: translated('Reason'),
      unit: translated('Declined alerts (number)'),
      series: [translated('Alerts'), translated('Tests')],
      rows: declines.map(({ reason, alerts: real, tests: tried }) => ({
        name: nameOf(reason, translated('No reason given')),
        values: [real, tried],
      })),
    },
  ];
}

function ofSoftware({ time_zone, clients, webhooks, deliveries_since }: Report): ChartData[] {
  const note = translated(
    'Of deliveries since {deliveriesSince}: those that arrived are kept for seven days. Without tests.',
    { deliveriesSince: instantText(deliveries_since, time_zone) },
  );
  return [
    {
      id: 'clients',
      title: translated('Tokens and refusals by client'),
      layout: 'bars',
      isStacked: false,
      rowTitle: translated('Client'),
      unit: translated('Tokens and refused requests (number)'),
      series: [translated('Tokens'), translated('Refused'), translated('Refused, client not proven')],
      rows: clients.map(({ client_id, name, tokens, refusals, unproven_refusals }) => ({
        key: client_id,
        name,
        values: [tokens, refusals, unproven_refusals],
      })),
      note: translated('Not proven: somebody stated the client’s id and could not prove it, as with a wrong secret.'),
    },
    {
      id: 'deliveries',
      title: translated('Webhook deliveries'),
      layout: 'bars',
      isStacked: true,
      rowTitle: translated('Webhook'),
      unit: translated('Deliveries (number)'),
      series: [translated('Arrived'), translated('Given up'), translated('Still to be tried')],
      rows: webhooks.map(({ webhook_id, name, delivered, failed, pending }) => ({
        key: String(webhook_id),
        name,
        values: [delivered, failed, pending],
      })),
      note,
    },
    {
      id: 'delivery-delay',
      title: translated('Webhook delay'),
      layout: 'bars',
      isStacked: false,
      rowTitle: translated('Webhook'),
      isDuration: true,
      unit: translated('From the event to its arrival (seconds)'),
      series: waits(),
      rows: webhooks.map(({ webhook_id, name, median_seconds, ninetieth_percentile_seconds }) => ({
        key: String(webhook_id),
        name,
        values: [median_seconds, ninetieth_percentile_seconds],
      })),
      note,
    },
  ];
}
