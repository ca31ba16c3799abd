import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';

const strict = { additionalProperties: false } as const;
const Instant = Type.String({ format: 'date-time' });
const Time = Type.Union([Type.String({ maxLength: 100 }), Type.Number()], {
  description: 'RFC 3339, or seconds, milliseconds or microseconds since 1970',
});
const Name = Type.String({ minLength: 1, maxLength: 100 });
const Url = Type.String({ minLength: 1, maxLength: 2_000, description: 'https; http on loopback alone' });
const EventTypes = Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 40 });

/** In which vocabulary the messages are: one that the server lists with its event types. */
export const WebhookDialect = Type.String({
  minLength: 1,
  maxLength: 40,
  description: 'A dialect of `event_types` in the list of webhooks',
  examples: ['native', 'prepared', 'prepared_cad', 'rapidsos', 'active911'],
});
export type WebhookDialect = Static<typeof WebhookDialect>;

/** Where the client's secret goes in the token request (RFC 6749 section 2.3.1): the header, unless given, or the body. */
const ClientAuthentication = Type.Union([Type.Literal('client_secret_basic'), Type.Literal('client_secret_post')]);

/** How the endpoint is to know us; its secrets are never shown again. */
export const WebhookAuthentication = Type.Union([
  Type.Object({ kind: Type.Literal('none') }, strict),
  Type.Object({ kind: Type.Literal('bearer'), token: Type.String({ minLength: 1, maxLength: 4_000 }) }, strict),
  Type.Object(
    {
      kind: Type.Literal('client_credentials'),
      token_url: Url,
      client_id: Type.String({ minLength: 1, maxLength: 200 }),
      client_secret: Type.String({ minLength: 1, maxLength: 1_000 }),
      scope: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
      audience: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
      client_authentication: Type.Optional(ClientAuthentication),
    },
    strict,
  ),
]);
export type WebhookAuthentication = Static<typeof WebhookAuthentication>;

/** One endpoint that receives the agency's events. */
export const WebhookSubscription = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  url: Type.String(),
  dialect: Type.String(),
  event_types: Type.Array(Type.String()),
  authentication: Type.Object({
    kind: Type.String(),
    token_url: Nullable(Type.String()),
    client_id: Nullable(Type.String()),
    audience: Type.Optional(Type.String()),
    client_authentication: Type.Optional(ClientAuthentication),
  }),
  client_id: Nullable(Type.String({ description: 'the client that made it; null where an administrator did' })),
  state: Type.Union([Type.Literal('active'), Type.Literal('paused'), Type.Literal('disabled')]),
  disabled_reason: Nullable(
    Type.String({
      description:
        'gone (410), failing (three days) or ended (with the access of the person, or the consent, that made it)',
    }),
  ),
  failing_since: Nullable(Instant),
  last_success_at: Nullable(Instant),
  previous_secret_expires_at: Nullable(Instant),
  created_at: Instant,
  updated_at: Instant,
});
export type WebhookSubscription = Static<typeof WebhookSubscription>;

/** One delivery as its log shows it: the last attempt, and when the next one is. */
export const WebhookDelivery = Type.Object({
  id: Type.String({ description: 'the webhook-id of every attempt' }),
  event_type: Type.String(),
  incident_id: Nullable(Type.String()),
  is_test: Type.Boolean(),
  state: Type.Union([Type.Literal('pending'), Type.Literal('delivered'), Type.Literal('failed')]),
  attempts: Type.Integer(),
  status: Nullable(Type.Integer()),
  answer: Nullable(Type.String({ description: 'the first 1,024 bytes' })),
  fault: Nullable(Type.String({ description: 'why there was no answer' })),
  duration_ms: Nullable(Type.Integer()),
  last_attempt_at: Nullable(Instant),
  next_attempt_at: Nullable(Instant),
  created_at: Instant,
});
export type WebhookDelivery = Static<typeof WebhookDelivery>;

/** Answer of `GET /api/webhooks`, with what came back last and what a new one may ask for. */
export const WebhookList = Type.Object({
  webhooks: Type.Array(WebhookSubscription),
  last_attempted: Type.Array(Type.Object({ webhook_id: Type.Integer(), delivery: WebhookDelivery }), {
    description: 'of each webhook the newest delivery that was attempted; none where nothing was sent',
  }),
  event_types: Type.Record(Type.String(), Type.Array(Type.String()), { description: 'by dialect' }),
});
export type WebhookList = Static<typeof WebhookList>;

/** Body of `POST /api/webhooks`. */
export const NewWebhookRequest = Type.Object(
  {
    name: Name,
    url: Url,
    dialect: Type.Optional(WebhookDialect),
    event_types: EventTypes,
    authentication: Type.Optional(WebhookAuthentication),
  },
  strict,
);
export type NewWebhookRequest = Static<typeof NewWebhookRequest>;

/** Body of `PATCH /api/webhooks/{id}`: only what is named changes. `is_paused: false` also resumes a disabled one. */
export const EditWebhookRequest = Type.Object(
  {
    name: Type.Optional(Name),
    url: Type.Optional(Url),
    event_types: Type.Optional(EventTypes),
    authentication: Type.Optional(WebhookAuthentication),
    is_paused: Type.Optional(Type.Boolean()),
  },
  { ...strict, minProperties: 1 },
);
export type EditWebhookRequest = Static<typeof EditWebhookRequest>;

/** A subscription with its signing secret: the only time that is readable. */
export const NewWebhook = Type.Object({
  webhook: WebhookSubscription,
  secret: Type.String({ description: 'whsec_…, as the libraries of Standard Webhooks take it' }),
});
export type NewWebhook = Static<typeof NewWebhook>;

/** Body of `POST /api/webhooks/{id}/rotate-secret`. */
export const RotateWebhookSecretRequest = Type.Object(
  {
    overlap_hours: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 168, description: 'how long both secrets sign; 24 where it is missing' }),
    ),
  },
  strict,
);
export type RotateWebhookSecretRequest = Static<typeof RotateWebhookSecretRequest>;

/** Body of `POST /api/webhooks/{id}/test`. */
export const TestWebhookRequest = Type.Object(
  { event_type: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })) },
  strict,
);
export type TestWebhookRequest = Static<typeof TestWebhookRequest>;

/** Body of `POST /api/webhooks/{id}/replay`: a span, both ends included. */
export const ReplayWebhookRequest = Type.Object({ since: Time, until: Time }, strict);
export type ReplayWebhookRequest = Static<typeof ReplayWebhookRequest>;

/** Answer of `GET /api/webhooks/{id}/deliveries`, the newest first. */
export const WebhookDeliveryList = Type.Object({
  deliveries: Type.Array(WebhookDelivery),
  next_before: Nullable(Type.String()),
});
export type WebhookDeliveryList = Static<typeof WebhookDeliveryList>;

/** Answer of `POST /api/webhooks/{id}/replay`. */
export const ReplayedWebhook = Type.Object({ replayed: Type.Integer() });
export type ReplayedWebhook = Static<typeof ReplayedWebhook>;
