import { Report, type ReportAnswers, type ReportWebhook } from '@sallyport/contract';
import { Type } from 'typebox';
import type { Database } from '../../../database/database.ts';
import { displayName } from '../../../incidents/incident/types.ts';
import { type Clock, toRfc3339 } from '../../../kernel/clock.ts';
import type { Distribution } from '../../../records/report/parts/distribution.ts';
import { type Report as Figures, reportFigures } from '../../../records/report/report-figures.ts';
import type { AnswerTally } from '../../../records/report/tally.ts';
import { CHOSEN_AGENCY, chosenAgency } from '../../requests/chosen-agency.ts';
import type { Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';

const day = (description: string) =>
  Type.Optional(Type.String({ maxLength: 40, description, examples: ['2026-11-21'] }));

const encodeWaits = (waits: Distribution) => ({
  accepted: waits.size,
  median_seconds: waits.percentile(50),
  ninetieth_percentile_seconds: waits.percentile(90),
});

const encodeAnswers = ({ received, declined, timedOut, waits }: AnswerTally): ReportAnswers => ({
  received,
  declined,
  timed_out: timedOut,
  ...encodeWaits(waits),
});

const secondsOf = (tenths: number | null) => (tenths === null ? null : tenths / 10);

const encodeWebhook = ({ id, name, figures }: Figures['webhooks'][number]): ReportWebhook => ({
  ...{ webhook_id: id, name, delivered: figures.delivered, failed: figures.failed, pending: figures.pending },
  median_seconds: secondsOf(figures.tenths.percentile(50)),
  ninetieth_percentile_seconds: secondsOf(figures.tenths.percentile(90)),
});

/** `GET /api/report`: what came in on some days, and what became of it, in figures. */
export const report: Route<{ database: Database; clock: Clock }> = {
  method: 'GET',
  errors: nativeErrors,
  limit: 'reads',
  body: 'none',
  path: '/api/report',
  summary:
    'Count calls and alerts of up to 92 days by hour, day, type and source, with how alerts were answered, tokens and deliveries',
  access: { kind: 'administrator', right: 'reports:read' },
  schema: {
    query: Type.Object({
      ...CHOSEN_AGENCY.properties,
      since: day("The first day, by the agency's clocks; six days before the last one without it"),
      until: day('The last day; today without it'),
    }),
    responses: { 200: Report },
  },
  async handle(ports, request) {
    const agencyId = await chosenAgency(ports, request);
    const { since: first, until: last } = request.query;
    const figures = await reportFigures(ports, { agencyId, since: first, until: last });
    const { agencyName, timeZone, since, until, tally } = figures;
    return {
      status: 200,
      body: {
        agency_name: agencyName,
        time_zone: timeZone,
        since,
        until,
        made_at: toRfc3339(figures.madeAt),
        hours: tally.hours.inOrder(),
        days: tally.days.inOrder(),
        types: tally.types.byFrequency().map((count) => ({ ...count, name: displayName(count.name) })),
        sources: tally.sources.byFrequency(),
        alerts: encodeAnswers(tally.alerts),
        tests: encodeAnswers(tally.tests),
        acceptance: [...tally.acceptance].map(([hour, waits]) => ({ hour, ...encodeWaits(waits) })),
        declines: tally.declines.byFrequency().map(({ name: reason, alerts, tests }) => ({ reason, alerts, tests })),
        clients: figures.clients.map(({ clientId, name, tokens, refusals, claims }) => ({
          ...{ client_id: clientId, name, tokens, refusals },
          unproven_refusals: claims,
        })),
        deliveries_since: toRfc3339(figures.deliveriesSince),
        webhooks: figures.webhooks.map(encodeWebhook),
      },
    };
  },
};
