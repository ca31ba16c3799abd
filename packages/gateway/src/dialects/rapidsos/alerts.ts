import { AlertChanged, AlertChangeRequest, AlertPage, AlertWithExtra } from '@sallyport/contract';
import { Type } from 'typebox';
import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import { furtherMembers } from '../../incidents/incident/further-members.ts';
import type { AlertStatus } from '../../incidents/incident/types.ts';
import { answerAlert } from '../../intake/answer-alert.ts';
import { listOwnAlerts, readOwnAlert } from '../../intake/read-own-alerts.ts';
import type { Clock } from '../../kernel/clock.ts';
import { checkSpan } from '../../kernel/instant.ts';
import type { Random } from '../../kernel/random.ts';
import { membersInWords } from '../cards/draw-cards.ts';
import { incidentIdOf } from '../requests/alert-id.ts';
import { principalOf, type Route } from '../routing/route.ts';
import { encodeAlert, encodeDisposition, encodeLogMessage, encodeStatus } from './encode-alert.ts';
import { rapidsosErrors } from './errors.ts';

export interface ChangePorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly alertAcceptSeconds: number;
}

const PAGE = { otherwise: 10, most: 100 };
const LOGGED_AT_MOST = 1_000;
const FAR_FUTURE = 8_640_000_000_000_000;

const params = Type.Object({
  alert_id: Type.String({
    maxLength: 60,
    description: 'The alert',
    examples: ['alert-0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
  }),
});

/** As `positiveOr`, a time. */
export function instantOr(text: string | undefined, otherwise: number): number {
  const number = positiveOr(text, otherwise);
  // Milliseconds are published; seconds and microseconds of this century are distinguished by their size.
  if (number >= 9e8 && number < 1e11) return number * 1_000;
  return number >= 9e14 && number < 1e18 && number !== otherwise ? Math.round(number / 1_000) : number;
}

/** As RapidSOS publishes it: what is not a positive whole number counts as missing. */
export function positiveOr(text: string | undefined, otherwise: number): number {
  const number = /^\d{1,16}$/.test(text ?? '') ? Number(text) : 0;
  return number > 0 ? number : otherwise;
}

/** `GET /v1/alerts`: created after `start` and up to `end`, oldest first; the next page starts at `alerts_until`. */
export const list: Route<{ database: Database }> = {
  method: 'GET',
  path: '/v1/alerts',
  errors: rapidsosErrors,
  summary: 'List alerts, oldest first',
  access: { kind: 'token', right: 'incidents:read' },
  limit: 'reads',
  body: 'none',
  schema: {
    query: Type.Object({
      start: Type.Optional(
        Type.String({
          maxLength: 40,
          description: 'Created after it, in milliseconds since 1970',
          examples: ['1795689000000'],
        }),
      ),
      end: Type.Optional(
        Type.String({
          maxLength: 40,
          description: 'Created up to it, in milliseconds since 1970; not before start',
          examples: ['1795692600000'],
        }),
      ),
      limit: Type.Optional(
        Type.String({
          maxLength: 40,
          description: 'At most so many, from 1 to 100; 10 where it is missing',
          examples: ['50'],
        }),
      ),
    }),
    responses: { 200: AlertPage },
  },
  async handle(ports, request) {
    const { start, end, limit } = request.query;
    const span = {
      after: instantOr(start, 0),
      until: instantOr(end, FAR_FUTURE),
      limit: Math.min(positiveOr(limit, PAGE.otherwise), PAGE.most),
    };
    checkSpan(span.after, span.until, ['start', 'end']);
    const alerts = await listOwnAlerts(ports, principalOf(request), span);
    return {
      status: 200,
      body: { alerts_until: alerts.at(-1)?.createdAt ?? 0, alerts: alerts.map(encodeAlert) },
    };
  },
};

/** `GET /v1/alerts/{alert_id}`: with `extra=logs` also its log, and additional data as it came with the alert. */
export const read: Route<{ database: Database }> = {
  method: 'GET',
  path: '/v1/alerts/:alert_id',
  errors: rapidsosErrors,
  summary: 'Read one alert',
  access: { kind: 'token', right: 'incidents:read' },
  limit: 'reads',
  body: 'none',
  schema: {
    params,
    query: Type.Object({
      extra: Type.Optional(
        Type.String({ maxLength: 200, description: '`logs` adds the log and the additional data', examples: ['logs'] }),
      ),
    }),
    responses: { 200: AlertWithExtra },
  },
  async handle(ports, request) {
    const hasLog = request.query['extra']?.split(',').includes('logs') ?? false;
    const { alert, lines } = await readOwnAlert(ports, principalOf(request), {
      incidentId: incidentIdOf(request.params['alert_id'] ?? ''),
      log: hasLog ? { offset: 0, limit: LOGGED_AT_MOST } : null,
    });
    const body = encodeAlert(alert);
    if (!hasLog) return { status: 200, body };
    const stated = { ...alert.facts, ...(alert.location?.further && { location: alert.location.further }) };
    const before = (alert.alert?.locations ?? []).flatMap(({ location: { further }, at }) =>
      further === undefined ? [] : [{ source: 'location_history', data: { ...further, created_at: at } }],
    );
    const adr = [...Object.entries(stated).map(([source, data]) => ({ source, data })), ...before];
    return { status: 200, body: { ...body, logs: lines.map(encodeLogMessage), adr } };
  },
};

/** `PATCH /v1/alerts/{alert_id}`: the status or disposition changes, each by the side that may; what else is sent is in its log. */
export const change: Route<ChangePorts> = {
  method: 'PATCH',
  path: '/v1/alerts/:alert_id',
  errors: rapidsosErrors,
  summary: 'Change the status or disposition of an alert',
  access: { kind: 'token', right: 'alerts:answer' },
  limit: 'alerts',
  body: 'json',
  bodyLimitBytes: 4_096,
  schema: { params, body: AlertChangeRequest, responses: { 200: AlertChanged } },
  async handle(ports, request) {
    const { status, disposition, decline_reason, cancel_reason, ...beside } = request.body as AlertChangeRequest;
    const alert = await answerAlert(ports, {
      principal: principalOf(request),
      incidentId: incidentIdOf(request.params['alert_id'] ?? ''),
      status: status ?? null,
      disposition: disposition ?? null,
      declineReason: decline_reason ?? null,
      cancelReason: cancel_reason ?? null,
      remark: membersInWords(furtherMembers(beside)),
      origin: request.origin,
    });
    return {
      status: 200,
      body: {
        status: encodeStatus(alert.status as AlertStatus),
        disposition: encodeDisposition(alert.disposition),
        last_updated_time: alert.alert?.statusChangedAt ?? alert.createdAt,
      },
    };
  },
};
