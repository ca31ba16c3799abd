import { type Static, Type } from 'typebox';
import { Agency } from './agencies.ts';

/** A scope, with the sentence a person reads when asked to allow it. */
export const ExplainedScope = Type.Object({ name: Type.String(), sentence: Type.String() });
export type ExplainedScope = Static<typeof ExplainedScope>;

/** Answer of `GET /api/authorizations/{id}`: what an application asks an agency to allow. */
export const Authorization = Type.Object({
  id: Type.String(),
  application_name: Type.String(),
  owner_name: Type.Union([Type.String(), Type.Null()], { description: 'Whose application it is' }),
  agency: Agency,
  scopes: Type.Array(ExplainedScope),
  ends_at: Type.String({ format: 'date-time', description: 'When access would end if it were allowed now' }),
  returns_to: Type.String({ description: 'Where the browser goes with the answer' }),
});
export type Authorization = Static<typeof Authorization>;

/** Body of `POST /api/authorizations/{id}` and of `POST /api/device-authorizations/{user_code}`: the scopes that are allowed; none is a no. */
export const AuthorizationDecision = Type.Object(
  { scopes: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 50, uniqueItems: true }) },
  { additionalProperties: false },
);
export type AuthorizationDecision = Static<typeof AuthorizationDecision>;

/** Answer of `POST /api/authorizations/{id}`: where the browser goes next. */
export const AuthorizationAnswer = Type.Object({ redirect_to: Type.String() });
export type AuthorizationAnswer = Static<typeof AuthorizationAnswer>;
