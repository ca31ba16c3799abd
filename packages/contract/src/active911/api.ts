import { type Static, type TSchema, Type } from 'typebox';
import { described } from '../described.ts';

/** Refusal of every path under `/interface/open_api/api`. */
export const Active911Refusal = Type.Object({
  result: Type.Literal('error', { description: 'Always `error`' }),
  message: Type.String({ description: 'What must be sent', examples: ['Nothing here'] }),
});
export type Active911Refusal = Static<typeof Active911Refusal>;

/** The envelope of every answer: `message` has one member, which clients take by being the first. */
export function active911Envelope<K extends string, T extends TSchema>(key: K, payload: T) {
  const inside = Type.Object({ [key]: described(payload, 'What was asked for') } as Record<K, T>, {
    description: 'One member, which clients take by being the first',
  });
  return Type.Object({ result: Type.Literal('success', { description: 'Always `success`' }), message: inside });
}

/** A number as text, and where to read more. */
export const Active911Reference = Type.Object({
  id: Type.String({ description: "The record's number, as text", examples: ['7'] }),
  uri: Type.String({
    description: 'Where it is read',
    examples: ['https://gateway.example/interface/open_api/api/devices/7'],
  }),
});
export type Active911Reference = Static<typeof Active911Reference>;

const Coordinate = Type.String({ description: 'degrees with eight decimals; 0.00000000 where it is not known' });
const Instant = Type.String({ description: 'YYYY-MM-DD HH:MM:SS in UTC' });

export const Active911Agency = Type.Object({
  id: Type.String({ description: "The agency's number, as text", examples: ['7'] }),
  name: Type.String({ description: 'What the agency is called', examples: ['Sandbox County 9-1-1'] }),
  address: Type.String({
    description: 'Street address; empty where it is not known',
    examples: ['100 Example Street'],
  }),
  city: Type.String({ description: 'City; empty where it is not known', examples: ['Exampleton'] }),
  state: Type.String({ description: 'State; empty where it is not known', examples: ['OR'] }),
  zip: Type.String({ description: 'Postal code; empty where it is not known', examples: ['97000'] }),
  latitude: described(Coordinate, 'Degrees with eight decimals; 0.00000000 where it is not known', '44.05817000'),
  longitude: described(Coordinate, 'Degrees with eight decimals; 0.00000000 where it is not known', '-121.31531000'),
  devices: Type.Array(Active911Reference, { description: "The agency's devices" }),
});
export type Active911Agency = Static<typeof Active911Agency>;

export const Active911Device = Type.Object({
  id: Type.String({ description: "The device's number, as text", examples: ['12'] }),
  name: Type.String({ description: 'What the device is called', examples: ['Engine 4'] }),
  latitude: described(Coordinate, 'Degrees with eight decimals; 0.00000000 where it is not known', '44.05817000'),
  longitude: described(Coordinate, 'Degrees with eight decimals; 0.00000000 where it is not known', '-121.31531000'),
  position_accuracy: Type.String({ description: 'Metres, as text', examples: ['0'] }),
  position_timestamp: described(Instant, 'When it was there, YYYY-MM-DD HH:MM:SS in UTC', '2026-11-21 10:30:00'),
  agencies: Type.Array(Active911Reference, { description: 'The agencies it belongs to' }),
});
export type Active911Device = Static<typeof Active911Device>;

export const Active911Response = Type.Object({
  response: Type.String({ description: "The agency's own word", examples: ['Responding'] }),
  timestamp: described(Instant, 'When it was stated, YYYY-MM-DD HH:MM:SS in UTC', '2026-11-21 10:30:00'),
  device: described(Active911Reference, 'The device that stated it'),
});
export type Active911Response = Static<typeof Active911Response>;

export const Active911Alert = Type.Object({
  id: Type.String({ description: "The alert's number, as text", examples: ['41'] }),
  received: described(Instant, 'When it was received, YYYY-MM-DD HH:MM:SS in UTC', '2026-11-21 10:30:00'),
  sent: described(Instant, 'When it was sent on, YYYY-MM-DD HH:MM:SS in UTC', '2026-11-21 10:30:00'),
  priority: Type.String({ description: 'How urgent it is; empty where it was not stated', examples: ['1'] }),
  description: Type.String({ description: 'What it is about', examples: ['STRUCTURE FIRE'] }),
  details: Type.String({
    description: 'What else is known of it, in several lines',
    examples: ['Smoke from the roof'],
  }),
  external_data: Type.String({ description: 'What the sender attached; empty where it was nothing', examples: [''] }),
  place: Type.String({ description: 'Name of the place; empty where it is not known', examples: ['Example Hall'] }),
  address: Type.String({
    description: 'Street address; empty where it is not known',
    examples: ['100 Example Street'],
  }),
  unit: Type.String({ description: 'Apartment or suite; empty where it is not known', examples: ['4B'] }),
  cross_street: Type.String({
    description: 'The nearest cross street; empty where it is not known',
    examples: ['Second Street'],
  }),
  city: Type.String({ description: 'City; empty where it is not known', examples: ['Exampleton'] }),
  state: Type.String({ description: 'State; empty where it is not known', examples: ['OR'] }),
  latitude: described(Coordinate, 'Degrees with eight decimals; 0.00000000 where it is not known', '44.05817000'),
  longitude: described(Coordinate, 'Degrees with eight decimals; 0.00000000 where it is not known', '-121.31531000'),
  source: Type.String({ description: 'Who sent it', examples: ['Sandbox Alarm'] }),
  units: Type.String({ description: 'Names of units with spaces between them', examples: ['E4 L1'] }),
  cad_code: Type.String({
    description: "The CAD's own id of the incident; empty where none is linked",
    examples: ['CAD-2026-000123'],
  }),
  map_code: Type.String({ description: "The agency's map code; empty where it is not known", examples: [''] }),
  agency: described(Active911Reference, 'The agency that it is for'),
  pagegroups: Type.Array(
    Type.Object({
      title: Type.String({ description: 'What the group is called', examples: ['Day crew'] }),
      prefix: Type.String({ description: 'What stands before its alerts', examples: ['DAY'] }),
    }),
    { description: 'Groups that were paged' },
  ),
  responses: Type.Array(Active911Response, { description: 'What units stated, the oldest first' }),
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
    id: Type.String({ description: "The location's number, as text", examples: ['7'] }),
    name: Type.String({ description: 'What it is called', examples: ['Station 4'] }),
    description: Type.String({ description: 'What a responder should know of it', examples: ['Hydrant behind it'] }),
    icon_id: Type.String({ description: "The client's own number of its icon", examples: ['12'] }),
    icon_color: Type.String({ description: 'The color of its icon', examples: ['red'] }),
    latitude: described(Coordinate, 'Degrees with eight decimals', '44.05817000'),
    longitude: described(Coordinate, 'Degrees with eight decimals', '-121.31531000'),
    location_type: Type.String({ description: 'What kind of place it is', examples: ['hydrant'] }),
    resources: Type.Array(Active911Reference, { description: 'Files about it' }),
  },
  { additionalProperties: Type.String() },
);
export type Active911Location = Static<typeof Active911Location>;

/** Any other field that its writer sent is given back as it was sent. */
export const Active911Resource = Type.Object(
  {
    id: Type.String({ description: "The resource's number, as text", examples: ['3'] }),
    title: Type.String({ description: 'What it is called', examples: ['Floor plan'] }),
    filename: Type.String({ description: 'The name of the file', examples: ['plan.pdf'] }),
    extension: Type.String({ description: 'The kind of file', examples: ['pdf'] }),
    size: Type.String({ description: 'Bytes, as text', examples: ['48213'] }),
    details: Type.String({ description: 'What a responder should know of it', examples: ['Second floor is new'] }),
    agency: described(Active911Reference, 'The agency that it belongs to'),
    location: described(Active911Reference, 'The map location that it is about'),
  },
  { additionalProperties: Type.String() },
);
export type Active911Resource = Static<typeof Active911Resource>;
