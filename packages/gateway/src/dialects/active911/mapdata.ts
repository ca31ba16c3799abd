import {
  Active911Location,
  Active911LocationRequest,
  Active911Reference,
  Active911Resource,
  Active911ResourceRequest,
  active911Envelope,
} from '@sallyport/contract';
import { Type } from 'typebox';
import type { Audit } from '../../audit/append-record.ts';
import { actorOf } from '../../authorization/principals/principal.ts';
import type { Database } from '../../database/database.ts';
import type { Members } from '../../incidents/incident/further-members.ts';
import { addLocation, addResource } from '../../incidents/mapdata/add-mapdata.ts';
import { listLocations, readLocation, readResource } from '../../incidents/mapdata/read-mapdata.ts';
import type { CoordinateWindow, MapLocation, OwnedResource } from '../../incidents/mapdata/types.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { ownAgency } from '../requests/own-agency.ts';
import { type ParameterBody, principalOf, type Route, type RouteRequest } from '../routing/route.ts';
import { referenceTo, succeed, toCoordinate } from './envelope.ts';
import { degrees, readNewLocation, readNewResource } from './read-mapdata-fields.ts';
import { byId, numberOf, reading, wholeNumber } from './reading.ts';

export interface CreateLocationPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly publicUrl: string;
}

const PER_PAGE = { least: 1, most: 1_000 };
const PAGES = { least: 1, most: 1_000_000 };

const readingMap = { ...reading, access: { kind: 'token', right: 'map:read' } } as const;
const writingMap = {
  ...reading,
  method: 'POST',
  access: { kind: 'token', right: 'map:write' },
  body: 'fields',
  bodyLimitBytes: 16_384,
} as const;

/** `south,west,north,east` in degrees. */
function windowOf(text: string | undefined): CoordinateWindow | null {
  if (text === undefined || text === '') return null;
  const parts = text.split(',');
  const name = 'locations_coordinate_window (south,west,north,east)';
  if (parts.length !== 4)
    throw refuse.invalidRequest({ description: `${name} must be four numbers with commas between` });
  const [south, west, north, east] = parts.map((part, index) => degrees(part, name, index % 2 === 0 ? 90 : 180));
  return { south: south ?? 0, west: west ?? 0, north: north ?? 0, east: east ?? 0 };
}

/** The answer with what was sent besides; what was sent under a name that the answer has itself is `sent_` and that name. */
function withFurther<Encoded extends object>(encoded: Encoded, further: Members): Encoded {
  const given = Object.entries(further).map(([name, value]) => [
    Object.hasOwn(encoded, name) ? `sent_${name}` : name,
    value,
  ]);
  return { ...encoded, ...Object.fromEntries(given) };
}

function encodeLocation(
  publicUrl: string,
  location: MapLocation,
  resourceNumbers: readonly number[],
): Active911Location {
  const encoded = {
    id: String(location.number),
    name: location.name,
    description: location.description,
    icon_id: location.iconId,
    icon_color: location.iconColor,
    latitude: toCoordinate(location.latitude),
    longitude: toCoordinate(location.longitude),
    location_type: location.locationType,
    resources: resourceNumbers.map((number) => referenceTo(publicUrl, 'resources', number)),
  };
  return withFurther(encoded, location.further);
}

function encodeResource(publicUrl: string, { resource, agencyNumber }: OwnedResource): Active911Resource {
  const encoded = {
    id: String(resource.number),
    title: resource.title,
    filename: resource.filename,
    extension: resource.extension,
    size: String(resource.sizeBytes),
    details: resource.details,
    agency: referenceTo(publicUrl, 'agencies', agencyNumber),
    location: referenceTo(publicUrl, 'locations', resource.locationNumber),
  };
  return withFurther(encoded, resource.further);
}

function writerOf(request: RouteRequest) {
  return { agencyId: ownAgency(request), actor: actorOf(principalOf(request)), origin: request.origin };
}

/** `GET /interface/open_api/api/locations`: newest first, a page of them, within a window where one is given. */
export const locations: Route<{ database: Database; publicUrl: string }> = {
  ...readingMap,
  path: '/interface/open_api/api/locations',
  summary: 'List map locations, a page at a time',
  schema: {
    query: Type.Object({
      locations_page: Type.Optional(Type.String({ maxLength: 20, description: 'The page, from 1', examples: ['1'] })),
      locations_per_page: Type.Optional(
        Type.String({
          maxLength: 20,
          description: 'How many a page has, 1000 at most; 10 where it is missing',
          examples: ['10'],
        }),
      ),
      locations_coordinate_window: Type.Optional(
        Type.String({
          maxLength: 120,
          description: 'south,west,north,east in degrees',
          examples: ['43.5,-122,44.5,-120.5'],
        }),
      ),
    }),
    responses: { 200: active911Envelope('locations', Type.Array(Active911Reference)) },
  },
  async handle(ports, request) {
    const { query } = request;
    const numbers = await listLocations(ports, ownAgency(request), {
      page: wholeNumber(query['locations_page'], 'locations_page', PAGES) ?? 1,
      perPage: wholeNumber(query['locations_per_page'], 'locations_per_page', PER_PAGE) ?? 10,
      window: windowOf(query['locations_coordinate_window']),
    });
    return succeed(
      200,
      'locations',
      numbers.map((number) => referenceTo(ports.publicUrl, 'locations', number)),
    );
  },
};

export const location: Route<{ database: Database; publicUrl: string }> = {
  ...readingMap,
  path: '/interface/open_api/api/locations/:id',
  summary: 'Read a map location',
  schema: { params: byId, responses: { 200: active911Envelope('location', Active911Location) } },
  async handle(ports, request) {
    const { params } = request;
    const found = await readLocation(ports, ownAgency(request), numberOf(params));
    return succeed(200, 'location', encodeLocation(ports.publicUrl, found.location, found.resourceNumbers));
  },
};

export const resource: Route<{ database: Database; publicUrl: string }> = {
  ...readingMap,
  path: '/interface/open_api/api/resources/:id',
  summary: 'Read what is known of a file about a map location',
  schema: { params: byId, responses: { 200: active911Envelope('resource', Active911Resource) } },
  async handle(ports, request) {
    const found = await readResource(ports, ownAgency(request), numberOf(request.params));
    return succeed(200, 'resource', encodeResource(ports.publicUrl, found));
  },
};

export const createLocation: Route<CreateLocationPorts> = {
  ...writingMap,
  path: '/interface/open_api/api/locations',
  summary: 'Create a map location',
  schema: { body: Active911LocationRequest, responses: { 201: active911Envelope('location', Active911Location) } },
  async handle(ports, request) {
    const created = readNewLocation((request.body as ParameterBody).values);
    const added = await addLocation(ports, { ...writerOf(request), location: created });
    return succeed(201, 'location', encodeLocation(ports.publicUrl, added, []));
  },
};

export const createResource: Route<CreateLocationPorts> = {
  ...writingMap,
  path: '/interface/open_api/api/resources',
  summary: 'Create what is known of a file about a map location',
  schema: { body: Active911ResourceRequest, responses: { 201: active911Envelope('resource', Active911Resource) } },
  async handle(ports, request) {
    const created = readNewResource((request.body as ParameterBody).values);
    const added = await addResource(ports, { ...writerOf(request), resource: created });
    return succeed(201, 'resource', encodeResource(ports.publicUrl, added));
  },
};
