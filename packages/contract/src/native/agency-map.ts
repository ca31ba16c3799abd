import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { AgencyBoundary } from './boundaries.ts';

const Link = Nullable(Type.String({ maxLength: 500 }));
const LINK_DESCRIPTION = 'Another program on a position, with {latitude}, {longitude}, perhaps {mgrs}; null for none';
const LINK_EXAMPLE = 'https://cad.example/map?at={latitude},{longitude}';

/** Answer of `GET /api/agency-map`: what the agency's own maps show, and where else its people look. */
export const AgencyMap = Type.Object({
  boundary: described(
    AgencyBoundary.properties.boundary,
    'Where the agency answers, as GeoJSON; null where it has none',
  ),
  bounds: described(AgencyBoundary.properties.bounds, 'The box around it'),
  position_link: described(Link, LINK_DESCRIPTION, LINK_EXAMPLE),
});
export type AgencyMap = Static<typeof AgencyMap>;

/** Body of `PATCH /api/agency-map`. */
export const EditAgencyMapRequest = Type.Object(
  { position_link: described(Link, LINK_DESCRIPTION, LINK_EXAMPLE) },
  { additionalProperties: false },
);
export type EditAgencyMapRequest = Static<typeof EditAgencyMapRequest>;
