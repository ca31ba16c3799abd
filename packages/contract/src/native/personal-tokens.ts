import { type Static, Type } from 'typebox';
import { ExplainedScope } from './authorizations.ts';

/** The scopes a personal token can have, as the vendor's own page offers them. */
export const PERSONAL_SCOPES = [
  'read_agency',
  'read_alert',
  'read_response',
  'read_device',
  'read_mapdata',
  'write_mapdata',
] as const;

/** Body of `POST /api/personal-tokens`. */
export const PersonalTokenRequest = Type.Object(
  { scopes: Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 50, uniqueItems: true }) },
  { additionalProperties: false },
);
export type PersonalTokenRequest = Static<typeof PersonalTokenRequest>;

/** Answer of `POST /api/personal-tokens`: the only time the tokens can be read. */
export const NewPersonalToken = Type.Object({
  grant_id: Type.String({ description: 'by which it is ended under /api/grants' }),
  access_token: Type.String(),
  refresh_token: Type.String(),
  scopes: Type.Array(ExplainedScope),
  access_ends_at: Type.String({ format: 'date-time' }),
  refresh_ends_at: Type.String({ format: 'date-time' }),
});
export type NewPersonalToken = Static<typeof NewPersonalToken>;
