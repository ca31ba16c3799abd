import { type Static, type TSchema, Type } from 'typebox';

/** Refusal of every path under `/interface/open_api/api`. */
export const Active911Refusal = Type.Object({ result: Type.Literal('error'), message: Type.String() });
export type Active911Refusal = Static<typeof Active911Refusal>;

/** The envelope of every answer: `message` has one member, which clients take by being the first. */
export function active911Envelope<K extends string, T extends TSchema>(key: K, payload: T) {
  return Type.Object({ result: Type.Literal('success'), message: Type.Object({ [key]: payload } as Record<K, T>) });
}

/** A number as text, and where to read more. */
export const Active911Reference = Type.Object({ id: Type.String(), uri: Type.String() });
export type Active911Reference = Static<typeof Active911Reference>;

const Coordinate = Type.String({ description: 'degrees with eight decimals; 0.00000000 where it is not known' });
const Instant = Type.String({ description: 'YYYY-MM-DD HH:MM:SS in UTC' });

export const Active911Agency = Type.Object({
  id: Type.String(),
  name: Type.String(),
  address: Type.String(),
  city: Type.String(),
  state: Type.String(),
  zip: Type.String(),
  latitude: Coordinate,
  longitude: Coordinate,
  devices: Type.Array(Active911Reference),
});
export type Active911Agency = Static<typeof Active911Agency>;

export const Active911Device = Type.Object({
  id: Type.String(),
  name: Type.String(),
  latitude: Coordinate,
  longitude: Coordinate,
  position_accuracy: Type.String({ description: 'metres' }),
  position_timestamp: Instant,
  agencies: Type.Array(Active911Reference),
});
export type Active911Device = Static<typeof Active911Device>;

export const Active911Response = Type.Object({
  response: Type.String({ description: "the agency's own word" }),
  timestamp: Instant,
  device: Active911Reference,
});
export type Active911Response = Static<typeof Active911Response>;

export const Active911Alert = Type.Object({
  id: Type.String(),
  received: Instant,
  sent: Instant,
  priority: Type.String(),
  description: Type.String(),
  details: Type.String({ description: 'several lines' }),
  external_data: Type.String(),
  place: Type.String(),
  address: Type.String(),
  unit: Type.String(),
  cross_street: Type.String(),
  city: Type.String(),
  state: Type.String(),
  latitude: Coordinate,
  longitude: Coordinate,
  source: Type.String(),
  units: Type.String({ description: 'names with spaces between them' }),
  cad_code: Type.String(),
  map_code: Type.String(),
  agency: Active911Reference,
  pagegroups: Type.Array(Type.Object({ title: Type.String(), prefix: Type.String() })),
  responses: Type.Array(Active911Response),
});
export type Active911Alert = Static<typeof Active911Alert>;

const Degrees = (description: string, examples: readonly (string | number)[]) =>
  Type.Unsafe<string>({ type: ['string', 'number'], description, examples });
const written = (maxLength: number, description: string, example: string) =>
  Type.Optional(Type.String({ maxLength, description, examples: [example] }));
const furtherFields = { additionalProperties: Type.Unknown({ description: 'Kept, and given back as it was sent' }) };

/** Form or flat JSON of `POST /interface/open_api/api/locations`. Space around a value is not kept. */
export const Active911LocationRequest = Type.Object(
  {
    name: Type.String({ maxLength: 200, description: 'What it is called', examples: ['Station 4'] }),
    description: written(4_000, 'What a responder should know of it; empty where it is missing', 'Hydrant behind it'),
    icon_id: written(20, "The client's own number of its icon; 0 where it is missing", '12'),
    icon_color: written(20, 'The color of its icon; blue where it is missing', 'red'),
    location_type: written(60, 'What kind of place it is; building where it is missing', 'hydrant'),
    latitude: Degrees('Degrees of WGS 84 from -90 to 90', ['44.05817000']),
    longitude: Degrees('Degrees of WGS 84 from -180 to 180', ['-121.31531000']),
  },
  furtherFields,
);
export type Active911LocationRequest = Static<typeof Active911LocationRequest>;

/** Form or flat JSON of `POST /interface/open_api/api/resources`. Space around a value is not kept. */
export const Active911ResourceRequest = Type.Object(
  {
    location_id: Type.Unsafe<string>({
      type: ['string', 'number'],
      description: 'The id of the map location it belongs to',
      examples: ['7'],
    }),
    title: Type.String({ maxLength: 200, description: 'What it is called', examples: ['Floor plan'] }),
    filename: written(255, 'The name of the file', 'plan.pdf'),
    extension: written(20, "The kind of file; the file name's own where it is missing", 'pdf'),
    size: Type.Optional(
      Type.Unsafe<string>({
        type: ['string', 'number'],
        description: 'Its size in bytes, 999999999 at most; 0 where it is missing',
        examples: ['48213'],
      }),
    ),
    details: written(4_000, 'What a responder should know of it', 'Second floor is new'),
  },
  furtherFields,
);
export type Active911ResourceRequest = Static<typeof Active911ResourceRequest>;

/** Any other field that its writer sent is given back as it was sent. */
export const Active911Location = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    description: Type.String(),
    icon_id: Type.String(),
    icon_color: Type.String(),
    latitude: Coordinate,
    longitude: Coordinate,
    location_type: Type.String(),
    resources: Type.Array(Active911Reference),
  },
  { additionalProperties: Type.String() },
);
export type Active911Location = Static<typeof Active911Location>;

/** Any other field that its writer sent is given back as it was sent. */
export const Active911Resource = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    filename: Type.String(),
    extension: Type.String(),
    size: Type.String({ description: 'bytes' }),
    details: Type.String(),
    agency: Active911Reference,
    location: Active911Reference,
  },
  { additionalProperties: Type.String() },
);
export type Active911Resource = Static<typeof Active911Resource>;
