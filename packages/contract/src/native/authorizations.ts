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

/** Body of `POST /api/authorizations/{id}/sign-in`. */
export const ApplicationSignInRequest = Type.Object(
  {
    is_confirmed: Type.Boolean({ description: 'True where the person was asked whether to go on and said yes' }),
  },
  { additionalProperties: false },
);
export type ApplicationSignInRequest = Static<typeof ApplicationSignInRequest>;

/** Answer of `POST /api/authorizations/{id}/sign-in`: the person is signed in, or what is left to do. */
export const ApplicationSignIn = Type.Object({
  next: described(
    Type.Union([
      Type.Literal('redirect'),
      Type.Literal('sign_in'),
      Type.Literal('sign_in_as_other'),
      Type.Literal('confirm'),
      Type.Literal('consent'),
    ]),
    'redirect: the browser goes there; sign_in: the person signs in anew; sign_in_as_other: the application expects another person; confirm: ask whether to go on; consent: the agency is asked',
  ),
  redirect_to: Type.Union([Type.String(), Type.Null()], {
    description: 'Where the browser goes next; null where something is left to do',
    examples: ['http://localhost?code=b0Qb6mE2vYk7'],
  }),
  application_name: Type.String({ description: 'What the application is called', examples: ['Sandbox CAD'] }),
  login_hint: Type.Union([Type.String(), Type.Null()], {
    description: 'Whom the application expects; null where it does not state',
    examples: ['agent@sandbox.test'],
  }),
});
export type ApplicationSignIn = Static<typeof ApplicationSignIn>;
