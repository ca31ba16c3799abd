import { type Static, Type } from 'typebox';

/** The tenant: a 9-1-1 center, PSAP, ECC, dispatch center or responder agency. */
export const Agency = Type.Object({
  id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{1,62}$' }),
  name: Type.String({ minLength: 1, maxLength: 200 }),
});
export type Agency = Static<typeof Agency>;

/** Body of `POST /api/agencies` (operators only). */
export const AddAgencyRequest = Type.Object(Agency.properties, { additionalProperties: false });
export type AddAgencyRequest = Static<typeof AddAgencyRequest>;

/** Agencies by id and name. */
export const AgencyList = Type.Object({ agencies: Type.Array(Agency) });
export type AgencyList = Static<typeof AgencyList>;

/** Answer of `GET /api/agencies` (operators only). */
export const OperatedAgencyList = Type.Object({
  agencies: Type.Array(Type.Object({ ...Agency.properties, has_boundary: Type.Boolean() })),
});
export type OperatedAgencyList = Static<typeof OperatedAgencyList>;
