import {
  AdditionalData,
  AdditionalDataRequest,
  type AdditionalDataSource,
  type DisplayType,
} from '@sallyport/contract';
import { Type } from 'typebox';
import type { Database } from '../../database/database.ts';
import type { Incident } from '../../incidents/incident/types.ts';
import { findByKey } from '../../incidents/search/find-incidents.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Slots } from '../../kernel/slots.ts';
import { eachInTurn } from '../answers/large-answer.ts';
import type { CardField } from '../cards/card.ts';
import { drawCards } from '../cards/draw-cards.ts';
import { ALERT_IDS, alertIdOf } from '../requests/alert-id.ts';
import { ownAgency } from '../requests/own-agency.ts';
import { readParameters } from '../requests/read-parameters.ts';
import type { Answer } from '../routing/answer.ts';
import type { Route, RouteRequest } from '../routing/route.ts';
import { RADE_SCHEMA } from './display-schema.ts';
import { rapidsosErrors } from './errors.ts';

const { caller_id, alert_id, source_id } = AdditionalDataRequest.properties;
const ofUrl = (property: object, maxLength: number) => Type.Optional(Type.String({ ...property, maxLength }));
/** In a URL, which is shorter. */
const DataQuery = Type.Object({
  caller_id: ofUrl(caller_id, 40),
  alert_id: ofUrl(alert_id, 60),
  source_id: ofUrl(source_id, 100),
});

const KEYS = ['caller_id', 'alert_id', 'source_id'] as const;
const PUBLISHED_TYPES: ReadonlySet<string> = new Set<DisplayType>(['link', 'timestamp', 'date', 'image', 'hidden']);

const supplying = {
  path: '/v1/rade',
  errors: rapidsosErrors,
  access: { kind: 'token', right: 'incidents:read' },
  limit: 'reads',
} as const;

function typeOf({ format }: CardField): DisplayType {
  return PUBLISHED_TYPES.has(format) ? (format as DisplayType) : 'text';
}

function encode(incident: Incident): AdditionalDataSource {
  const cards = drawCards(incident, RADE_SCHEMA);
  const dataOf = (field: CardField) => (field.format === 'timestamp' ? Date.parse(field.value) : field.value);
  return {
    supplied_by: incident.suppliedBy,
    received_time: incident.createdAt,
    alert_id: incident.kind === 'alert' ? alertIdOf(incident) : null,
    source_id: incident.sourceId,
    data: Object.fromEntries(
      cards.map(({ id, fields }) => [id, Object.fromEntries(fields.map((field) => [field.key, dataOf(field)]))]),
    ),
    display_schema: cards.map(({ id, title, order, fields }) => ({
      id,
      title,
      order,
      fields: fields.map((field) => ({
        key: field.key,
        label: field.label,
        type: typeOf(field),
        order: field.order,
      })),
    })),
  };
}

async function answer(
  ports: { database: Database; largeReads: Slots },
  request: RouteRequest,
  asked: AdditionalDataRequest,
): Promise<Answer> {
  const given = KEYS.flatMap((key) => {
    const value = asked[key];
    return value === undefined || value === '' ? [] : [{ key, value }];
  });
  const [first] = given;
  if (first === undefined || given.length > 1) {
    throw refuse.invalidRequest({
      description:
        first === undefined
          ? 'caller_id, alert_id and source_id are missing; send one of them'
          : 'The request needs exactly one of caller_id, alert_id and source_id',
    });
  }
  const agencyId = ownAgency(request);
  const incidents = await findByKey(ports, agencyId, { ...first, ids: ALERT_IDS });
  return {
    status: 200,
    headers: { 'cache-control': 'no-store' },
    body: { sources: await eachInTurn(ports, agencyId, incidents, encode) },
  };
}

/** `GET /v1/rade` (RapidSOS RAD-E 2.0): what every partner stated, by caller, alert or the partner's own id. */
export const read: Route<{ database: Database; largeReads: Slots }> = {
  ...supplying,
  method: 'GET',
  summary: 'Read additional data with the schema to draw it by',
  body: 'none',
  schema: {
    query: DataQuery,
    responses: { 200: AdditionalData },
  },
  handle: (ports, request) => answer(ports, request, request.query),
};

/** `POST /v1/rade`: the same with the key out of the URL. */
export const search: Route<{ database: Database; largeReads: Slots }> = {
  ...supplying,
  method: 'POST',
  summary: 'Read additional data, with the key in the body',
  body: 'form-or-json',
  bodyLimitBytes: 4_096,
  schema: { body: AdditionalDataRequest, responses: { 200: AdditionalData } },
  handle: (ports, request) => answer(ports, request, readParameters(AdditionalDataRequest, request.body)),
};
