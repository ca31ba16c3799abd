import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { VisibleText } from '../visible-text.ts';

const strict = { additionalProperties: false } as const;
const Instant = Type.String({ format: 'date-time' });
const Time = Type.Union([Type.String({ maxLength: 100 }), Type.Number()], {
  description: 'RFC 3339, or seconds, milliseconds or microseconds since 1970',
});
const Name = VisibleText(100);
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
  Type.Object({ kind: Type.Literal('none', { description: 'How the endpoint is to know us' }) }, strict),
  Type.Object(
    {
      kind: Type.Literal('bearer', { description: 'How the endpoint is to know us' }),
      token: Type.String({
        minLength: 1,
        maxLength: 4_000,
        description: 'Sent as `Authorization: Bearer <token>`',
        examples: ['the-token-of-the-endpoint'],
      }),
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal('client_credentials', { description: 'How the endpoint is to know us' }),
      token_url: described(
        Url,
        'Where a token is got before a delivery: https, or http on loopback',
        'https://auth.receiver.example/token',
      ),
      client_id: Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'The client we are there',
        examples: ['sallyport'],
      }),
      client_secret: Type.String({
        minLength: 1,
        maxLength: 1_000,
        description: 'Its secret; never shown again',
        examples: ['the-secret-of-the-client'],
      }),
      scope: Type.Optional(
        Type.String({ minLength: 1, maxLength: 500, description: 'The scope to ask for there', examples: ['events'] }),
      ),
      audience: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 500,
          description: 'The audience to ask for there',
          examples: ['https://receiver.example'],
        }),
      ),
      client_authentication: Type.Optional(
        described(ClientAuthentication, 'Where the secret goes in the token request; the header where it is missing'),
      ),
    },
    strict,
  ),
]);
export type WebhookAuthentication = Static<typeof WebhookAuthentication>;

/** One endpoint that receives the agency's events. */
export const WebhookSubscription = Type.Object({
  id: Type.Integer({ description: "The webhook's number", examples: [3] }),
  name: Type.String({ description: 'What it is called', examples: ['Our records system'] }),
  url: Type.String({ description: 'Where events are sent', examples: ['https://receiver.example/hook'] }),
  dialect: Type.String({ description: 'In which vocabulary its messages are', examples: ['native'] }),
  event_types: Type.Array(Type.String(), { description: 'The events that are sent', examples: [['incident.created']] }),
  authentication: Type.Object(
    {
      kind: Type.String({ description: 'The kind of it', examples: ['bearer'] }),
      token_url: Nullable(
        Type.String({
          description: 'Where a token is got; null where none is',
          examples: ['https://auth.receiver.example/token'],
        }),
      ),
      client_id: Nullable(
        Type.String({ description: 'The client we are there; null where we are none', examples: ['sallyport'] }),
      ),
      audience: Type.Optional(
        Type.String({ description: 'The audience that is asked for there', examples: ['https://receiver.example'] }),
      ),
      client_authentication: Type.Optional(
        described(ClientAuthentication, 'Where the secret goes in the token request'),
      ),
    },
    { description: 'How the endpoint knows us, without what is secret of it' },
  ),
  client_id: Nullable(
    Type.String({ description: 'The client that made it; null where an administrator did', examples: ['sandbox-cad'] }),
  ),
  state: Type.Union([Type.Literal('active'), Type.Literal('paused'), Type.Literal('disabled')], {
    description: 'Whether it sends',
  }),
  disabled_reason: Nullable(
    Type.String({
      description:
        'gone (410), failing (three days) or ended (with the access of the person, or the consent, that made it)',
      examples: ['failing'],
    }),
  ),
  failing_since: Nullable(described(Instant, 'Since when every delivery failed; null where they do not')),
  last_success_at: Nullable(described(Instant, 'When a delivery succeeded last; null where none has')),
  previous_secret_expires_at: Nullable(
    described(Instant, 'Until when the secret before signs, too; null where none does'),
  ),
  created_at: described(Instant, 'When it was made'),
  updated_at: described(Instant, 'When it changed last'),
});
export type WebhookSubscription = Static<typeof WebhookSubscription>;

/** One delivery as its log shows it: the last attempt, and when the next one is. */
export const WebhookDelivery = Type.Object({
  id: Type.String({
    description: 'The webhook-id of every attempt',
    examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1ddd'],
  }),
  event_type: Type.String({ description: 'The event', examples: ['incident.created'] }),
  incident_id: Nullable(
    Type.String({ description: 'The incident; null for a test', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
  ),
  is_test: Type.Boolean({ description: 'True where somebody asked for it as a test' }),
  state: Type.Union([Type.Literal('pending'), Type.Literal('delivered'), Type.Literal('failed')], {
    description: 'What came of it',
  }),
  attempts: Type.Integer({ description: 'How often it was tried', examples: [1] }),
  status: Nullable(
    Type.Integer({ description: 'The HTTP status of the last answer; null where there was none', examples: [200] }),
  ),
  answer: Nullable(
    Type.String({
      description: 'The first 1,024 bytes of the last answer; null where there was none',
      examples: ['ok'],
    }),
  ),
  fault: Nullable(
    Type.String({ description: 'Why there was no answer; null where there was one', examples: ['ECONNREFUSED'] }),
  ),
  duration_ms: Nullable(
    Type.Integer({
      description: 'How long the last attempt took, in milliseconds; null where there was none',
      examples: [84],
    }),
  ),
  last_attempt_at: Nullable(described(Instant, 'When it was tried last; null where it was not')),
  next_attempt_at: Nullable(described(Instant, 'When it is tried again; null where it is not')),
  created_at: described(Instant, 'When it was made'),
});
export type WebhookDelivery = Static<typeof WebhookDelivery>;

/** Answer of `GET /api/webhooks`, with what came back last and what a new one may ask for. */
export const WebhookList = Type.Object({
  webhooks: Type.Array(WebhookSubscription, { description: "The agency's webhooks" }),
  last_attempted: Type.Array(
    Type.Object({
      webhook_id: Type.Integer({ description: "The webhook's number", examples: [3] }),
      delivery: described(WebhookDelivery, 'Its newest attempted delivery'),
    }),
    {
      description: 'of each webhook the newest delivery that was attempted; none where nothing was sent',
    },
  ),
  event_types: Type.Record(Type.String(), Type.Array(Type.String()), { description: 'by dialect' }),
  descriptions: Type.Optional(
    Type.Record(Type.String(), Type.String(), {
      description: 'by dialect, what is sent, in a few words; a server of an earlier version leaves it out',
      examples: [{ native: 'Sallyport: events of the log' }],
    }),
  ),
});
export type WebhookList = Static<typeof WebhookList>;

/** Body of `POST /api/webhooks`. */
export const NewWebhookRequest = Type.Object(
  {
    name: described(Name, 'What it is called', 'Our records system'),
    url: described(Url, 'Where events are to be sent: https, or http on loopback', 'https://receiver.example/hook'),
    dialect: Type.Optional(
      described(
        WebhookDialect,
        'In which vocabulary its messages are: one of `event_types` in the list of webhooks; native where it is missing',
        'native',
      ),
    ),
    event_types: described(EventTypes, "The events that are to be sent, by the dialect's names", ['incident.created']),
    authentication: Type.Optional(
      described(WebhookAuthentication, 'How the endpoint is to know us; none where it is missing'),
    ),
  },
  strict,
);
export type NewWebhookRequest = Static<typeof NewWebhookRequest>;

/** Body of `PATCH /api/webhooks/{id}`: only what is named changes. `is_paused: false` also resumes a disabled one. */
export const EditWebhookRequest = Type.Object(
  {
    name: Type.Optional(described(Name, 'What it is called', 'Our records system')),
    url: Type.Optional(
      described(Url, 'Where events are to be sent: https, or http on loopback', 'https://receiver.example/hook'),
    ),
    event_types: Type.Optional(
      described(EventTypes, "The events that are to be sent, by the dialect's names", ['incident.created']),
    ),
    authentication: Type.Optional(described(WebhookAuthentication, 'How the endpoint is to know us')),
    is_paused: Type.Optional(
      Type.Boolean({ description: 'True stops it; false lets it go on, also where it was disabled' }),
    ),
  },
  { ...strict, minProperties: 1 },
);
export type EditWebhookRequest = Static<typeof EditWebhookRequest>;

/** A subscription with its signing secret: the only time that is readable. */
export const NewWebhook = Type.Object({
  webhook: described(WebhookSubscription, 'The webhook'),
  secret: Type.String({
    description: 'The secret of its signatures, as the libraries of Standard Webhooks take it; readable this once',
    examples: ['whsec_ZXhhbXBsZS1zZWNyZXQtb2YtYS13ZWJob29r'],
  }),
});
export type NewWebhook = Static<typeof NewWebhook>;

/** Body of `POST /api/webhooks/{id}/rotate-secret`. */
export const RotateWebhookSecretRequest = Type.Object(
  {
    overlap_hours: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 168,
        description: 'For how many hours both secrets sign; 24 where it is missing',
        examples: [24],
      }),
    ),
  },
  strict,
);
export type RotateWebhookSecretRequest = Static<typeof RotateWebhookSecretRequest>;

/** Body of `POST /api/webhooks/{id}/test`. */
export const TestWebhookRequest = Type.Object(
  {
    event_type: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 60,
        description: 'Which event is sent; the first of its own that can be a test where it is missing',
        examples: ['incident.created'],
      }),
    ),
  },
  strict,
);
export type TestWebhookRequest = Static<typeof TestWebhookRequest>;

/** Body of `POST /api/webhooks/{id}/replay`: a span, both ends included. */
export const ReplayWebhookRequest = Type.Object(
  {
    since: described(
      Time,
      'From when on: RFC 3339, or seconds, milliseconds or microseconds since 1970',
      '2026-11-21T10:30:00Z',
    ),
    until: described(Time, 'Until when, in the same forms; both ends are included', '2026-11-21T11:30:00Z'),
  },
  strict,
);
export type ReplayWebhookRequest = Static<typeof ReplayWebhookRequest>;

/** Answer of `GET /api/webhooks/{id}/deliveries`, the newest first. */
export const WebhookDeliveryList = Type.Object({
  deliveries: Type.Array(WebhookDelivery, { description: 'Deliveries, the newest first' }),
  next_before: Nullable(
    Type.String({
      description: 'Send it as `before` for the next page; null at the end',
      examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1ddd'],
    }),
  ),
});
export type WebhookDeliveryList = Static<typeof WebhookDeliveryList>;

/** Answer of `POST /api/webhooks/{id}/replay`. */
export const ReplayedWebhook = Type.Object({
  replayed: Type.Integer({ description: 'How many deliveries were made', examples: [12] }),
});
export type ReplayedWebhook = Static<typeof ReplayedWebhook>;
