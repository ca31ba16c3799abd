import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';
import { DeeplinkView } from './session.ts';

/** One of a client's secrets as administrators see it; the secret itself is shown once, when it is made. */
export const ClientSecretInfo = Type.Object({
  id: Type.String(),
  created_at: Type.String({ format: 'date-time' }),
  expires_at: Nullable(Type.String({ format: 'date-time' })),
  last_used_at: Nullable(Type.String({ format: 'date-time' })),
});
export type ClientSecretInfo = Static<typeof ClientSecretInfo>;

/** OAuth credentials of an application, for this agency. */
export const Client = Type.Object({
  id: Type.String(),
  name: Type.String(),
  application_name: Type.String(),
  integration_kind: Type.String(),
  grant_types: Type.Array(Type.String()),
  scopes: Type.Array(Type.String()),
  access_token_ttl_seconds: Type.Integer(),
  legacy: Type.Array(Type.String(), { description: 'Names of its legacy marks; none is the strict default' }),
  deeplink_view: DeeplinkView,
  embedding_origins: Type.Array(Type.String()),
  time_zone: Type.Optional(
    Type.String({
      description: 'The IANA zone in which its times without an offset are read; missing: they are refused',
    }),
  ),
  is_disabled: Type.Boolean(),
  secrets: Type.Array(ClientSecretInfo),
});
export type Client = Static<typeof Client>;

/** Answer of `GET /api/clients`. */
export const ClientList = Type.Object({ clients: Type.Array(Client) });
export type ClientList = Static<typeof ClientList>;

/** Body of `PATCH /api/clients/{id}`: only what is named changes. */
export const EditClientRequest = Type.Object(
  {
    deeplink_view: Type.Optional(DeeplinkView),
    embedding_origins: Type.Optional(Type.Array(Type.String({ maxLength: 255 }), { maxItems: 20 })),
    is_disabled: Type.Optional(Type.Boolean()),
    time_zone: Type.Optional(
      Nullable(Type.String({ minLength: 1, maxLength: 64, description: 'as in America/New_York; null takes it away' })),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type EditClientRequest = Static<typeof EditClientRequest>;

/** Answer of `POST /api/clients/{id}/secrets` (201): the only time the secret is readable. */
export const NewClientSecret = Type.Object({ client: Client, secret_id: Type.String(), client_secret: Type.String() });
export type NewClientSecret = Static<typeof NewClientSecret>;
