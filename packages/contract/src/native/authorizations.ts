import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Agency } from './agencies.ts';

/** A scope, with the sentence a person reads when asked to allow it. */
export const ExplainedScope = Type.Object({
  name: Type.String({ description: 'The scope', examples: ['read_alert'] }),
  sentence: Type.String({ description: 'What it allows, as a person reads it', examples: ['Read all alerts'] }),
});
export type ExplainedScope = Static<typeof ExplainedScope>;

/** Answer of `GET /api/authorizations/{id}`: what an application asks an agency to allow. */
export const Authorization = Type.Object({
  id: Type.String({ description: 'The authorization request', examples: ['Zk3mT0q8vYk7b0Qb6mE2'] }),
  application_name: Type.String({ description: 'What the application is called', examples: ['Sandbox CAD'] }),
  owner_name: Type.Union([Type.String(), Type.Null()], {
    description: 'Whose application it is; null where nobody stated it',
    examples: ['Example Software'],
  }),
  agency: described(Agency, 'The agency'),
  scopes: Type.Array(ExplainedScope, { description: 'What it asks for' }),
  ends_at: Type.String({ format: 'date-time', description: 'When access would end if it were allowed now' }),
  returns_to: Type.String({ description: 'Where the browser goes with the answer', examples: ['http://localhost'] }),
});
export type Authorization = Static<typeof Authorization>;

/** Body of `POST /api/authorizations/{id}` and of `POST /api/device-authorizations/{user_code}`: the scopes that are allowed; none is a no. */
export const AuthorizationDecision = Type.Object(
  {
    scopes: Type.Array(Type.String({ maxLength: 100 }), {
      maxItems: 50,
      uniqueItems: true,
      description: 'The scopes that are allowed; none is a no',
      examples: [['read_alert']],
    }),
  },
  { additionalProperties: false },
);
export type AuthorizationDecision = Static<typeof AuthorizationDecision>;

/** Answer of `POST /api/authorizations/{id}`: where the browser goes next. */
export const AuthorizationAnswer = Type.Object({
  redirect_to: Type.String({
    description: 'Where the browser goes next',
    examples: ['http://localhost?code=b0Qb6mE2vYk7'],
  }),
});
export type AuthorizationAnswer = Static<typeof AuthorizationAnswer>;
