import { type Static, Type } from 'typebox';
import { described } from '../described.ts';

const Url = Type.String({ minLength: 1, maxLength: 2_000 });
const EventTypes = Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 40 });
const subscription = {
  id: Type.Integer({ description: "The subscription's number", examples: [3] }),
  created_time: Type.Integer({
    description: 'When it was made, in milliseconds since 1970',
    examples: [1795689000000],
  }),
  url: Type.String({ description: 'Where events are sent', examples: ['https://receiver.example/hook'] }),
  event_types: Type.Array(Type.String(), {
    description: 'The events that are sent',
    examples: [['alert.new', 'alert.status_update']],
  }),
};

/** One of the client's subscriptions, as RapidSOS answers it. */
export const RapidsosSubscription = Type.Object(subscription);
export type RapidsosSubscription = Static<typeof RapidsosSubscription>;

/** Answer of `GET /v1/webhooks/subscriptions`: a bare list. */
export const RapidsosSubscriptions = Type.Array(RapidsosSubscription);
export type RapidsosSubscriptions = Static<typeof RapidsosSubscriptions>;

/** Answer of `POST /v1/webhooks/subscriptions` (201), with the signing secret: the only time it is readable. */
export const NewRapidsosSubscription = Type.Object({
  ...subscription,
  secret: Type.String({
    description: 'The secret of its signatures; readable this once',
    examples: ['whsec_ZXhhbXBsZS1zZWNyZXQtb2YtYS13ZWJob29r'],
  }),
});
export type NewRapidsosSubscription = Static<typeof NewRapidsosSubscription>;

/** Body of `POST /v1/webhooks/subscriptions`. */
export const RapidsosSubscriptionRequest = Type.Object({
  url: described(Url, 'Where events are to be sent: https, or http on loopback', 'https://receiver.example/hook'),
  event_types: described(EventTypes, 'The events that are to be sent', ['alert.new', 'alert.status_update']),
});
export type RapidsosSubscriptionRequest = Static<typeof RapidsosSubscriptionRequest>;

/** Body of `PATCH /v1/webhooks/subscriptions/{id}`: only what is named changes. */
export const EditRapidsosSubscriptionRequest = Type.Object(
  {
    url: Type.Optional(
      described(Url, 'Where events are to be sent: https, or http on loopback', 'https://receiver.example/hook'),
    ),
    event_types: Type.Optional(
      described(EventTypes, 'The events that are to be sent', ['alert.new', 'alert.status_update']),
    ),
  },
  { minProperties: 1 },
);
export type EditRapidsosSubscriptionRequest = Static<typeof EditRapidsosSubscriptionRequest>;

/** Body of `POST /v1/webhooks/test`. */
export const RapidsosTestRequest = Type.Object({
  subscription_id: Type.Integer({ description: "The subscription's number", examples: [3] }),
  event_type: Type.Optional(
    Type.String({
      maxLength: 60,
      description: 'Which event is sent as a test; the first of the subscription where it is missing',
      examples: ['alert.new'],
    }),
  ),
});
export type RapidsosTestRequest = Static<typeof RapidsosTestRequest>;

/** Answer of `POST /v1/webhooks/test`: what came of it. */
export const RapidsosTestAnswer = Type.Object({
  subscription_id: Type.Integer({ description: "The subscription's number", examples: [3] }),
  event_type: Type.String({ description: 'The event that was sent', examples: ['alert.new'] }),
  delivered: Type.Boolean({ description: 'True where the endpoint answered with 2xx' }),
  status_code: Type.Union([Type.Integer(), Type.Null()], {
    description: 'What the endpoint answered; null where it did not',
    examples: [200],
  }),
  detail: Type.String({ description: 'What came of it', examples: ['The endpoint answered 200'] }),
});
export type RapidsosTestAnswer = Static<typeof RapidsosTestAnswer>;
