import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Agency } from './agencies.ts';
import { ExplainedScope } from './authorizations.ts';

/** Answer of `GET /api/personal-tokens`: what a personal token may be issued for. */
export const PersonalTokenOffer = Type.Object({
  agency: described(Agency, 'The agency whose data it opens'),
  scopes: Type.Array(ExplainedScope, { description: 'What it may be issued for' }),
  ends_at: Type.String({ format: 'date-time', description: 'When a refresh token would end that is issued now' }),
});
export type PersonalTokenOffer = Static<typeof PersonalTokenOffer>;

/** Body of `POST /api/personal-tokens`. */
export const PersonalTokenRequest = Type.Object(
  {
    scopes: Type.Array(Type.String({ maxLength: 100 }), {
      minItems: 1,
      maxItems: 50,
      uniqueItems: true,
      description: 'What it is to allow',
      examples: [['read_alert']],
    }),
  },
  { additionalProperties: false },
);
export type PersonalTokenRequest = Static<typeof PersonalTokenRequest>;

/** Answer of `POST /api/personal-tokens`: the only time the tokens can be read. */
export const NewPersonalToken = Type.Object({
  grant_id: Type.String({
    description: 'By which it is ended under /api/grants',
    examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1daa'],
  }),
  access_token: Type.String({
    description: 'The access token; readable this once',
    examples: ['eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJzYW5kYm94In0.c2lnbmF0dXJl'],
  }),
  refresh_token: Type.String({ description: 'The refresh token; readable this once', examples: ['v1.Zk3mT0q8'] }),
  scopes: Type.Array(ExplainedScope, { description: 'What it allows' }),
  access_ends_at: Type.String({ format: 'date-time', description: 'When the access token ends' }),
  refresh_ends_at: Type.String({ format: 'date-time', description: 'When the refresh token ends' }),
});
export type NewPersonalToken = Static<typeof NewPersonalToken>;
