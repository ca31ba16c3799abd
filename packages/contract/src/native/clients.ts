import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { DeeplinkView } from './session.ts';

/** One of a client's secrets as administrators see it; the secret itself is shown once, when it is made. */
export const ClientSecretInfo = Type.Object({
  id: Type.String({
    description: "The secret's id, by which it is removed",
    examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d66'],
  }),
  created_at: Type.String({ format: 'date-time', description: 'When it was made' }),
  expires_at: Nullable(Type.String({ format: 'date-time', description: 'When it ends; null where it does not' })),
  last_used_at: Nullable(
    Type.String({ format: 'date-time', description: 'When it was used last; null where it never was' }),
  ),
});
export type ClientSecretInfo = Static<typeof ClientSecretInfo>;

/** OAuth credentials of an application, for this agency. */
export const Client = Type.Object({
  id: Type.String({ description: 'The client', examples: ['sandbox-cad'] }),
  name: Type.String({ description: 'What it is called', examples: ['Sandbox CAD'] }),
  application_name: Type.String({ description: 'What the application is called', examples: ['Sandbox CAD'] }),
  integration_kind: Type.String({ description: 'What its software is to the agency', examples: ['psap'] }),
  grant_types: Type.Array(Type.String(), {
    description: 'The grants it may use, by their `grant_type`',
    examples: [['client_credentials', 'password']],
  }),
  scopes: Type.Array(Type.String(), { description: 'Scopes, by name', examples: [['alerts', 'deeplinks']] }),
  access_token_ttl_seconds: Type.Integer({
    description: 'For how many seconds its access tokens are good',
    examples: [3600],
  }),
  legacy: Type.Array(Type.String(), {
    description: 'Names of its legacy marks; none is the strict default',
    examples: [['password_grant']],
  }),
  deeplink_view: described(DeeplinkView, 'What its deeplinks show'),
  embedding_origins: Type.Array(Type.String(), {
    description: 'Origins whose pages may frame its deeplinks',
    examples: [['https://cad.center.example']],
  }),
  time_zone: Type.Optional(
    Type.String({
      description: 'The IANA zone in which its times without an offset are read; missing: they are refused',
      examples: ['America/New_York'],
    }),
  ),
  is_disabled: Type.Boolean({ description: 'True where it gets no tokens any more' }),
  secrets: Type.Array(ClientSecretInfo, { description: 'Its secrets, without what is secret of them' }),
});
export type Client = Static<typeof Client>;

/** Answer of `GET /api/clients`. */
export const ClientList = Type.Object({ clients: Type.Array(Client, { description: "The agency's clients" }) });
export type ClientList = Static<typeof ClientList>;

/** Body of `PATCH /api/clients/{id}`: only what is named changes. */
export const EditClientRequest = Type.Object(
  {
    deeplink_view: Type.Optional(described(DeeplinkView, 'What its deeplinks show')),
    embedding_origins: Type.Optional(
      Type.Array(Type.String({ maxLength: 255 }), {
        maxItems: 20,
        description: 'Origins whose pages may frame its deeplinks',
        examples: [['https://cad.center.example']],
      }),
    ),
    is_disabled: Type.Optional(Type.Boolean({ description: 'True: it gets no tokens any more' })),
    time_zone: Type.Optional(
      Nullable(
        Type.String({
          minLength: 1,
          maxLength: 64,
          description: 'The IANA zone in which its times without an offset are read; null takes it away',
          examples: ['America/New_York'],
        }),
      ),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type EditClientRequest = Static<typeof EditClientRequest>;

/** Answer of `POST /api/clients/{id}/secrets` (201): the only time the secret is readable. */
export const NewClientSecret = Type.Object({
  client: described(Client, 'The client with its new secret listed'),
  secret_id: Type.String({
    description: "The secret's id, by which it is removed",
    examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d66'],
  }),
  client_secret: Type.String({
    description: 'The secret; readable this once',
    examples: ['Zk3mT0q8vYk7b0Qb6mE2vYk7b0Qb6mE2'],
  }),
});
export type NewClientSecret = Static<typeof NewClientSecret>;
