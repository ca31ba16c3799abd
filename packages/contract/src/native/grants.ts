import { type Static, Type } from 'typebox';
import { ExplainedScope } from './authorizations.ts';

/** What an administrator of the agency allowed an application, or issued to themselves as a personal token, and is in force. */
export const Grant = Type.Object({
  id: Type.String(),
  kind: Type.Enum(['application', 'personal_token']),
  application_name: Type.String(),
  owner_name: Type.Union([Type.String(), Type.Null()]),
  client_id: Type.String(),
  scopes: Type.Array(ExplainedScope),
  given_by: Type.String({ description: 'E-mail of the administrator who allowed it' }),
  given_at: Type.String({ format: 'date-time' }),
  last_used_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  ends_at: Type.String({ format: 'date-time' }),
});
export type Grant = Static<typeof Grant>;

/** Answer of `GET /api/grants`. */
export const GrantList = Type.Object({ grants: Type.Array(Grant) });
export type GrantList = Static<typeof GrantList>;
