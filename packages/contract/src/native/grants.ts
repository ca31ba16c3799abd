import { type Static, Type } from 'typebox';
import { ExplainedScope } from './authorizations.ts';

/** What an administrator of the agency allowed an application, or issued to themselves as a personal token, and is in force. */
export const Grant = Type.Object({
  id: Type.String({ description: 'The grant', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
  kind: Type.Enum(['application', 'personal_token'], { description: 'Whether an application has it, or a person' }),
  application_name: Type.String({ description: 'What the application is called', examples: ['Sandbox CAD'] }),
  owner_name: Type.Union([Type.String(), Type.Null()], {
    description: 'Whose application it is; null where nobody stated it',
    examples: ['Example Software'],
  }),
  client_id: Type.String({ description: 'The client', examples: ['sandbox-cad'] }),
  scopes: Type.Array(ExplainedScope, { description: 'What is allowed' }),
  given_by: Type.String({
    description: 'E-mail of the administrator who allowed it',
    examples: ['admin@sandbox.test'],
  }),
  given_at: Type.String({ format: 'date-time', description: 'When it was allowed' }),
  last_used_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description: 'When it was used last; null where it never was',
  }),
  ends_at: Type.String({ format: 'date-time', description: 'When it ends' }),
});
export type Grant = Static<typeof Grant>;

/** Answer of `GET /api/grants`. */
export const GrantList = Type.Object({ grants: Type.Array(Grant, { description: 'What is in force' }) });
export type GrantList = Static<typeof GrantList>;
