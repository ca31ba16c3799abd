import { Active911Alert, Active911Reference, active911Envelope } from '@sallyport/contract';
import { Type } from 'typebox';
import type { Database } from '../../database/database.ts';
import { listNumbers, listNumbersOfDevice, readNumbered } from '../../incidents/numbers/read-numbered.ts';
import type { Clock } from '../../kernel/clock.ts';
import { ownAgency } from '../requests/own-agency.ts';
import type { Answer } from '../routing/answer.ts';
import { principalOf, type Route, type RouteRequest } from '../routing/route.ts';
import { encodeAlert } from './encode-alert.ts';
import { referenceTo, succeed } from './envelope.ts';
import { byId, numberOf, reading, wholeNumber } from './reading.ts';

export interface ListAlertsPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly publicUrl: string;
}

const readingAlerts = { ...reading, access: { kind: 'token', right: 'alerts:read' } } as const;

const DEFAULT_DAYS = 10;
const MOST_DAYS = 30;
const MINUTES_A_DAY = 1_440;
const MINUTE_MS = 60_000;

const window = Type.Object({
  alert_days: Type.Optional(
    Type.String({ maxLength: 20, description: 'For how many days back; 10 where it is missing', examples: ['10'] }),
  ),
  alert_minutes: Type.Optional(
    Type.String({ maxLength: 20, description: 'For how many minutes back; it wins over alert_days', examples: ['60'] }),
  ),
});

/** Since when: `alert_minutes` wins over `alert_days`, which is 10 without a word. */
function sinceOf(ports: { clock: Clock }, { query }: RouteRequest): number {
  const days = wholeNumber(query['alert_days'], 'alert_days', { least: 1, most: MOST_DAYS }) ?? DEFAULT_DAYS;
  const most = MOST_DAYS * MINUTES_A_DAY;
  const minutes = wholeNumber(query['alert_minutes'], 'alert_minutes', { least: 1, most });
  return ports.clock.now() - (minutes ?? days * MINUTES_A_DAY) * MINUTE_MS;
}

function encodeList({ publicUrl }: ListAlertsPorts, numbers: readonly number[]): Answer {
  return succeed(
    200,
    'alerts',
    numbers.map((number) => referenceTo(publicUrl, 'alerts', number)),
  );
}

/** `GET /interface/open_api/api/alerts`: newest first; their ids alone, as there. */
export const list: Route<ListAlertsPorts> = {
  ...readingAlerts,
  path: '/interface/open_api/api/alerts',
  summary: 'List the alerts of the last days or minutes',
  schema: { query: window, responses: { 200: active911Envelope('alerts', Type.Array(Active911Reference)) } },
  async handle(ports, request) {
    return encodeList(ports, await listNumbers(ports, ownAgency(request), sinceOf(ports, request)));
  },
};

/** An agency without page groups alerts each of its devices about everything. */
export const listOfDevice: Route<ListAlertsPorts> = {
  ...list,
  path: '/interface/open_api/api/devices/:id/alerts',
  summary: 'List the alerts a device was notified of',
  schema: { ...list.schema, params: byId },
  async handle(ports, request) {
    const asked = { device: numberOf(request.params), since: sinceOf(ports, request) };
    return encodeList(ports, await listNumbersOfDevice(ports, ownAgency(request), asked));
  },
};

export const read: Route<{ database: Database; publicUrl: string }> = {
  ...readingAlerts,
  path: '/interface/open_api/api/alerts/:id',
  summary: 'Read an alert, its responses too where the token may',
  schema: { params: byId, responses: { 200: active911Envelope('alert', Active911Alert) } },
  async handle(ports, request) {
    const number = numberOf(request.params);
    const { incident, agencyNumber, history, devices } = await readNumbered(ports, ownAgency(request), number);
    const references = new Map(
      devices.map((device) => [device.name, referenceTo(ports.publicUrl, 'devices', device.number)]),
    );
    const mayReadResponses = principalOf(request).rights.has('responses:read');
    return succeed(
      200,
      'alert',
      encodeAlert(incident, {
        number,
        agency: referenceTo(ports.publicUrl, 'agencies', agencyNumber),
        history,
        deviceOf: mayReadResponses ? (unit) => references.get(unit) : null,
      }),
    );
  },
};
