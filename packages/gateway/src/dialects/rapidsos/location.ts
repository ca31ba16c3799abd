import { CallerLocationRequest, CallerLocations, type LocatedCaller } from '@sallyport/contract';
import { Type } from 'typebox';
import type { Database } from '../../database/database.ts';
import { type Coordinates, coordinatesOf } from '../../incidents/incident/types.ts';
import { type FoundLocation, findLocations } from '../../incidents/search/find-locations.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { alertIdOf } from '../requests/alert-id.ts';
import { ownAgency } from '../requests/own-agency.ts';
import { readParameters } from '../requests/read-parameters.ts';
import type { Answer } from '../routing/answer.ts';
import type { Route, RouteRequest } from '../routing/route.ts';
import { instantOr, positiveOr } from './alerts.ts';
import { encodeCivic } from './encode-alert.ts';
import { rapidsosErrors } from './errors.ts';

/** In a URL, which is shorter. */
const { caller_id, start, limit } = CallerLocationRequest.properties;
const ofUrl = (property: object) => Type.Optional(Type.String({ ...property, maxLength: 40 }));
const LocationQuery = Type.Object({ caller_id: ofUrl(caller_id), start: ofUrl(start), limit: ofUrl(limit) });

const PAGE = { otherwise: 100, most: 1_000 };

const locating = {
  path: '/location',
  errors: rapidsosErrors,
  access: { kind: 'token', right: 'incidents:read' },
  limit: 'reads',
} as const;

function encode({ id, location, receivedAt, incident }: FoundLocation): LocatedCaller {
  return {
    location_id: id,
    ...(coordinatesOf(location) as Coordinates),
    uncertainty_radius: location.uncertaintyRadius,
    confidence: location.confidence ?? null,
    altitude: location.height ?? null,
    civic: location.civic === null ? null : encodeCivic(location.civic),
    source: location.source,
    supplied_by: incident.suppliedBy,
    location_time: location.locatedAt,
    received_time: receivedAt,
    alert_id: incident.kind === 'alert' ? alertIdOf(incident) : null,
  };
}

/** A date or a word would otherwise count as missing, and another span be returned than was asked for. */
function checkWholeNumber(text: string | undefined, what: string): void {
  if (text === undefined || text === '' || /^-?\d{1,16}$/.test(text)) return;
  throw refuse.invalidRequest({ description: `${what}; 0 or less is as if it were missing` });
}

/** Neither `start` nor `limit`: the latest alone. Either: many. 0 and less is as if missing, as RapidSOS publishes it. */
async function answer(
  ports: { database: Database; clock: Clock },
  request: RouteRequest,
  asked: CallerLocationRequest,
): Promise<Answer> {
  const { caller_id: callerId } = asked;
  if (callerId === undefined || callerId === '') {
    throw refuse.invalidRequest({ description: 'caller_id is missing: digits with country code, as in 15555550123' });
  }
  checkWholeNumber(asked.start, 'start must be a whole number of milliseconds since 1970');
  checkWholeNumber(asked.limit, 'limit must be a whole number');
  const start = instantOr(asked.start, 0);
  const limit = positiveOr(asked.limit, 0);
  const span = { start, limit: Math.min(limit === 0 ? PAGE.otherwise : limit, PAGE.most) };
  const { phoneNumber, locations } = await findLocations(ports, ownAgency(request), {
    callerId,
    span: start === 0 && limit === 0 ? null : span,
  });
  return {
    status: 200,
    headers: { 'cache-control': 'no-store' },
    body: { caller_id: phoneNumber.replace(/^\+/, ''), locations: locations.map(encode) },
  };
}

/** `GET /location` (RapidSOS LEI 1.5): where a caller is, or was. */
export const read: Route<{ database: Database; clock: Clock }> = {
  ...locating,
  method: 'GET',
  summary: 'Find where a caller is',
  body: 'none',
  schema: {
    query: LocationQuery,
    responses: { 200: CallerLocations },
  },
  handle: (ports, request) => answer(ports, request, request.query as CallerLocationRequest),
};

/** `POST /location`: the same with the caller's number out of the URL, as the vendor recommends. */
export const find: Route<{ database: Database; clock: Clock }> = {
  ...locating,
  method: 'POST',
  summary: 'Find where a caller is, with the number in the body',
  body: 'form-or-json',
  bodyLimitBytes: 4_096,
  schema: { query: CallerLocationRequest, body: CallerLocationRequest, responses: { 200: CallerLocations } },
  handle: (ports, request) =>
    answer(ports, request, { ...request.query, ...readParameters(CallerLocationRequest, request.body) }),
};
