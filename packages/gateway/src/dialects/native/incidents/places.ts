import * as contract from '@sallyport/contract';
import { Type } from 'typebox';
import type { PlaceInWords } from '../../../agencies/addresses/types.ts';
import type { Database } from '../../../database/database.ts';
import { coordinatesOf } from '../../../incidents/incident/types.ts';
import { findPlaces } from '../../../incidents/locations/find-places.ts';
import { toMgrs, toPlusCode } from '../../../incidents/locations/position-codes.ts';
import type { StatedLocation } from '../../../incidents/locations/stated-locations.ts';
import type { LookupRecorder } from '../../../incidents/search/record-lookup.ts';
import { lookUpLocations } from '../../../intake/look-up.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';
import { INCIDENT_PARAMS, incidentIdOf } from '../../requests/alert-id.ts';
import { ownAgency } from '../../requests/own-agency.ts';
import { limitParameter, readLimit } from '../../requests/read-limit.ts';
import { principalOf, type Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { encodePosition } from './encode-incident.ts';

const reading = {
  method: 'GET',
  errors: nativeErrors,
  access: { kind: 'reader', right: 'incidents:read' },
  limit: 'reads',
  body: 'none',
} as const;

const FOUND = { otherwise: 8, most: 50 };

/** `GET /api/places?text=`: coordinates, MGRS, a plus code, or an address of the agency's that begins so. */
export const find: Route<{ database: Database }> = {
  ...reading,
  path: '/api/places',
  summary: 'Find addresses and positions as they are typed',
  schema: {
    query: Type.Object({
      text: Type.String({ minLength: 1, maxLength: 200, description: 'What was typed', examples: ['14 elm s'] }),
      limit: limitParameter(FOUND),
    }),
    responses: { 200: contract.FoundPlaces },
  },
  async handle(ports, request) {
    const limit = readLimit(request.query['limit'], FOUND);
    const places = await findPlaces(ports, ownAgency(request), { text: request.query['text'] ?? '', limit });
    return {
      status: 200,
      body: { places: places.map(({ radiusMetres, ...place }) => ({ ...place, radius_m: radiusMetres })) },
    };
  },
};

function encodePlace({ nearest, street, crossStreets }: PlaceInWords): contract.PlaceInWords {
  return {
    nearest: nearest && { address: nearest.address, distance_m: Math.round(nearest.distanceMetres) },
    street,
    cross_streets: [...crossStreets],
  };
}

function encode({ id, kind, location, receivedAt, place }: StatedLocation): contract.StatedLocation {
  const coordinates = coordinatesOf(location);
  return {
    ...encodePosition(location),
    id,
    kind,
    confidence: location.confidence ?? null,
    height: location.height ?? null,
    vertical_uncertainty: location.verticalUncertainty ?? null,
    floor: location.floor ?? null,
    ...(location.further !== undefined && { further: location.further }),
    received_at: toRfc3339(receivedAt),
    mgrs: coordinates && toMgrs(coordinates),
    plus_code: coordinates && toPlusCode(coordinates),
    place: place && encodePlace(place),
  };
}

/** `GET /api/incidents/{id}/locations`: where an incident was stated to be, each in words. */
export const ofIncident: Route<{ database: Database; lookups: LookupRecorder }> = {
  ...reading,
  path: '/api/incidents/:id/locations',
  summary: 'Read where an incident was stated to be, in words',
  schema: { params: INCIDENT_PARAMS, responses: { 200: contract.IncidentLocations } },
  async handle(ports, request) {
    const locations = await lookUpLocations(ports, {
      principal: principalOf(request),
      agencyId: ownAgency(request),
      origin: request.origin,
      incidentId: incidentIdOf(request.params['id'] ?? ''),
    });
    return { status: 200, body: { locations: locations.map(encode) } };
  },
};
