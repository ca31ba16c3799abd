import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { IncidentLocation } from './incidents.ts';

const Kind = Type.Enum(['points', 'streets']);
const latitude = Type.Number({ minimum: -90, maximum: 90, description: 'Degrees of WGS 84', examples: [40.7484] });
const longitude = Type.Number({ minimum: -180, maximum: 180, description: 'Degrees of WGS 84', examples: [-73.9857] });
const metres = (description: string, example: number) => Nullable(Type.Number({ description, examples: [example] }));

/** Address points or road centre lines that an agency loaded. */
export const AddressSet = Type.Object({
  kind: described(Kind, 'Address points, or road centre lines', 'points'),
  file_name: Type.String({ description: 'The file they were loaded from', examples: ['county-addresses.geojson'] }),
  record_count: Type.Integer({ description: 'How many there are', examples: [48_213] }),
  skipped_count: Type.Integer({ description: 'How many records of the file were left out', examples: [12] }),
  loaded_at: Type.String({ format: 'date-time', description: 'When they were loaded' }),
});
export type AddressSet = Static<typeof AddressSet>;

/** Answer of `GET /api/addresses`: at most one of each kind. */
export const AddressSetList = Type.Object({
  sets: Type.Array(AddressSet, { description: 'What is loaded, at most one of each kind' }),
});
export type AddressSetList = Static<typeof AddressSetList>;

/** Answer of `POST /api/addresses`: what was read of the file. */
export const LoadedAddresses = Type.Object({
  kind: described(Kind, 'What the file is of', 'points'),
  record_count: Type.Integer({ description: 'How many records were loaded', examples: [48_213] }),
  skipped_count: Type.Integer({ description: 'How many were left out', examples: [12] }),
  examples: Type.Array(Type.String({ examples: ['Record 7: it has no street (St_Name, or Street)'] }), {
    description: 'Why the first of those are left out',
  }),
});
export type LoadedAddresses = Static<typeof LoadedAddresses>;

export const AddressKindParams = Type.Object({
  kind: described(Kind, 'Address points, or road centre lines', 'points'),
});

/** Answer of `GET /api/places`: what a text names, as far as it was typed. */
export const FoundPlaces = Type.Object({
  places: Type.Array(
    Type.Object({
      kind: Type.Enum(['address', 'street', 'coordinates', 'mgrs', 'plus_code'], {
        description: 'What the text was understood as',
      }),
      label: Type.String({ description: 'What a person reads', examples: ['14 Elm Street, Exampleton, NY 10001'] }),
      latitude,
      longitude,
      radius_m: metres('Its radius in metres', 120),
    }),
    { description: 'What it names' },
  ),
});
export type FoundPlaces = Static<typeof FoundPlaces>;

/** A position in words, by the agency's own addresses. */
export const PlaceInWords = Type.Object({
  nearest: Nullable(
    Type.Object(
      {
        address: Type.String({ description: 'The address', examples: ['14 Elm Street, Exampleton, NY 10001'] }),
        distance_m: Type.Number({ description: 'In metres', examples: [18] }),
      },
      { description: 'The nearest; null where none is near' },
    ),
  ),
  street: Nullable(Type.String({ description: 'The road there', examples: ['Elm Street'] })),
  cross_streets: Type.Array(Type.String({ examples: ['Oak Avenue'] }), {
    description: 'The roads that meet it on both sides',
  }),
});
export type PlaceInWords = Static<typeof PlaceInWords>;

/** One position of an incident, or an address that it was stated to be at. */
export const StatedLocation = Type.Intersect([
  IncidentLocation,
  Type.Object({
    id: Type.String({ description: 'The location', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
    kind: Type.Enum(['carrier', 'supplemental', 'geocoded'], {
      description: 'By the network of the call, another source, or an address',
    }),
    confidence: metres('Percent; null where not stated', 90),
    height: metres('Metres above the WGS 84 ellipsoid', 32.5),
    vertical_uncertainty: metres('Metres', 3),
    floor: metres('The floor', 4),
    further: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: 'What else was stated of the place, as it was sent',
        examples: [{ description: 'Behind the hall' }],
      }),
    ),
    received_at: Type.String({ format: 'date-time', description: 'When it was received' }),
    mgrs: Nullable(Type.String({ description: 'MGRS and USNG, to a metre', examples: ['18TWL8563311322'] })),
    plus_code: Nullable(Type.String({ description: 'Open Location Code', examples: ['87G8P2X7+9P'] })),
    place: Nullable(described(PlaceInWords, 'In words; null where no address is near')),
  }),
]);
export type StatedLocation = Static<typeof StatedLocation>;

/** Answer of `GET /api/incidents/{id}/locations`. */
export const IncidentLocations = Type.Object({
  locations: Type.Array(StatedLocation, { description: 'The newest first, 100 at most' }),
});
export type IncidentLocations = Static<typeof IncidentLocations>;
