import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';

/** The tenant: a 9-1-1 center, PSAP, ECC, dispatch center or responder agency. */
export const Agency = Type.Object({
  id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{1,62}$' }),
  name: Type.String({ minLength: 1, maxLength: 200 }),
});
export type Agency = Static<typeof Agency>;

const TimeZone = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'IANA name; times are shown in it',
  examples: ['America/New_York'],
});

/** An agency with the time zone in which its people see every time. */
export const PlacedAgency = Type.Object({ ...Agency.properties, time_zone: TimeZone });
export type PlacedAgency = Static<typeof PlacedAgency>;

/** Body of `POST /api/agencies` (operators only). Without a time zone it is UTC. */
export const AddAgencyRequest = Type.Object(
  { ...Agency.properties, time_zone: Type.Optional(Nullable(TimeZone)) },
  { additionalProperties: false },
);
export type AddAgencyRequest = Static<typeof AddAgencyRequest>;

/** Body of `PATCH /api/agencies/{id}` (operators only). */
export const EditAgencyRequest = Type.Object({ time_zone: TimeZone }, { additionalProperties: false });
export type EditAgencyRequest = Static<typeof EditAgencyRequest>;

/** Agencies by id and name. */
export const AgencyList = Type.Object({ agencies: Type.Array(Agency) });
export type AgencyList = Static<typeof AgencyList>;

/** Answer of `GET /api/agencies` (operators only). */
export const OperatedAgencyList = Type.Object({
  agencies: Type.Array(Type.Object({ ...PlacedAgency.properties, has_boundary: Type.Boolean() })),
});
export type OperatedAgencyList = Static<typeof OperatedAgencyList>;
