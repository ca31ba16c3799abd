import { type Static, Type } from 'typebox';
import { Agency } from './agencies.ts';
import { ExplainedScope } from './authorizations.ts';

/** Answer of `GET /api/personal-tokens`: what a personal token may be issued for. */
export const PersonalTokenOffer = Type.Object({
  agency: Agency,
  scopes: Type.Array(ExplainedScope),
  ends_at: Type.String({ format: 'date-time', description: 'When a refresh token would end that is issued now' }),
});
export type PersonalTokenOffer = Static<typeof PersonalTokenOffer>;

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
