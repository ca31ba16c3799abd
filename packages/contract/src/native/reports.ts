import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';

const Day = (description: string) => Type.String({ format: 'date', description, examples: ['2026-11-01'] });
const Count = (description: string) => Type.Integer({ description, examples: [12] });
const Seconds = (description: string) => Nullable(Type.Integer({ description, examples: [9] }));

/** How many came in of one hour, day, type or source. Tests, whether calls or alerts, are counted apart. */
export const ReportCount = Type.Object({
  name: Type.String({
    description: 'The hour of the day (`00` to `23`), the day, the type or the source',
    examples: ['07'],
  }),
  calls: Count('Calls that are no tests'),
  alerts: Count('Alerts that are no tests'),
  tests: Count('Tests, calls and alerts'),
});
export type ReportCount = Static<typeof ReportCount>;

/** What became of alerts, and how long it took to accept them. */
export const ReportAnswers = Type.Object({
  received: Count('Alerts that came in, supplemental ones included'),
  accepted: Count('Of those, accepted by now, also where they were canceled later'),
  declined: Count('Of those, declined'),
  timed_out: Count('Of those, that nobody answered in time, also where their sender asked again'),
  median_seconds: Seconds('Half of the accepted ones were accepted within this time; null where none was'),
  ninetieth_percentile_seconds: Seconds('Nine of ten accepted ones were accepted within this time'),
});
export type ReportAnswers = Static<typeof ReportAnswers>;

/** What a client was given and refused. */
export const ReportClient = Type.Object({
  client_id: Type.String({ description: "The client's id", examples: ['sandbox-cad'] }),
  name: Type.String({ description: 'The client', examples: ['Sandbox CAD'] }),
  tokens: Count('Access tokens it was given, also for people'),
  refusals: Count('Requests of it that were refused'),
  unproven_refusals: Count('Requests that were refused because they stated its id and did not prove it'),
});
export type ReportClient = Static<typeof ReportClient>;

const SecondsOfDelivery = (description: string) => Nullable(Type.Number({ description, examples: [0.3] }));

/** What became of the deliveries to a webhook. Tests are left out. */
export const ReportWebhook = Type.Object({
  webhook_id: Type.Integer({ description: "The webhook's number", examples: [3] }),
  name: Type.String({ description: 'The webhook', examples: ['Records system'] }),
  delivered: Count('Deliveries that arrived'),
  failed: Count('Deliveries that were given up'),
  pending: Count('Deliveries that are still to be tried, again or for the first time'),
  median_seconds: SecondsOfDelivery(
    'Half of them arrived within this time after their event, to a tenth of a second; null where none did',
  ),
  ninetieth_percentile_seconds: SecondsOfDelivery('Nine of ten of them arrived within this time'),
});
export type ReportWebhook = Static<typeof ReportWebhook>;

/** Answer of `GET /api/report`. */
export const Report = Type.Object({
  agency_name: Type.String({ description: 'The agency', examples: ['Sandbox County 911'] }),
  time_zone: Type.String({ description: 'Whose days and hours these are', examples: ['America/Chicago'] }),
  since: Day('The first day'),
  until: Day('The last day'),
  made_at: Type.String({ format: 'date-time', description: 'When it was counted', examples: ['2026-12-01T06:00:00Z'] }),
  hours: Type.Array(ReportCount, { description: 'The 24 hours of the day' }),
  days: Type.Array(ReportCount, { description: 'Each day of the span' }),
  types: Type.Array(ReportCount, { description: 'The most frequent first; a name is empty where none was stated' }),
  sources: Type.Array(ReportCount, { description: 'Who supplied them, the most frequent first' }),
  alerts: described(ReportAnswers, 'What became of alerts, without tests'),
  tests: described(ReportAnswers, 'What became of alerts that are tests'),
  acceptance: Type.Array(
    Type.Object({
      hour: Type.String({ description: 'The hour of the day', examples: ['07'] }),
      accepted: Count('Accepted alerts'),
      median_seconds: Seconds('Median; null where none was accepted'),
      ninetieth_percentile_seconds: Seconds('90th percentile'),
    }),
    { description: 'By the hour in which the alert came in, without tests' },
  ),
  declines: Type.Array(
    Type.Object({
      reason: Type.String({ description: 'Empty where none was given', examples: ['Duplicate'] }),
      alerts: Count('Alerts'),
      tests: Count('Tests'),
    }),
    { description: 'The most frequent first' },
  ),
  clients: Type.Array(ReportClient, { description: 'Clients that asked for something, the most tokens first' }),
  deliveries_since: Type.String({
    format: 'date-time',
    description: 'From when on deliveries are counted: those that arrived are kept for seven days',
    examples: ['2026-11-24T06:00:00Z'],
  }),
  webhooks: Type.Array(ReportWebhook, { description: "The agency's own webhooks, by name" }),
});
export type Report = Static<typeof Report>;
