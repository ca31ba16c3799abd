import { type Static, Type } from 'typebox';

const Url = Type.String({ minLength: 1, maxLength: 2_000 });
const EventTypes = Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 40 });
const subscription = {
  id: Type.Integer(),
  created_time: Type.Integer({ description: 'milliseconds' }),
  url: Type.String(),
  event_types: Type.Array(Type.String()),
};

/** One of the client's subscriptions, as RapidSOS answers it. */
export const RapidsosSubscription = Type.Object(subscription);
export type RapidsosSubscription = Static<typeof RapidsosSubscription>;

/** Answer of `GET /v1/webhooks/subscriptions`: a bare list. */
export const RapidsosSubscriptions = Type.Array(RapidsosSubscription);
export type RapidsosSubscriptions = Static<typeof RapidsosSubscriptions>;

/** Answer of `POST /v1/webhooks/subscriptions` (201), with the signing secret: the only time it is readable. */
export const NewRapidsosSubscription = Type.Object({ ...subscription, secret: Type.String() });
export type NewRapidsosSubscription = Static<typeof NewRapidsosSubscription>;

/** Body of `POST /v1/webhooks/subscriptions`. */
export const RapidsosSubscriptionRequest = Type.Object({ url: Url, event_types: EventTypes });
export type RapidsosSubscriptionRequest = Static<typeof RapidsosSubscriptionRequest>;

/** Body of `PATCH /v1/webhooks/subscriptions/{id}`: only what is named changes. */
export const EditRapidsosSubscriptionRequest = Type.Object(
  { url: Type.Optional(Url), event_types: Type.Optional(EventTypes) },
  { minProperties: 1 },
);
export type EditRapidsosSubscriptionRequest = Static<typeof EditRapidsosSubscriptionRequest>;

/** Body of `POST /v1/webhooks/test`. */
export const RapidsosTestRequest = Type.Object({
  subscription_id: Type.Integer(),
  event_type: Type.Optional(Type.String({ maxLength: 60 })),
});
export type RapidsosTestRequest = Static<typeof RapidsosTestRequest>;

/** Answer of `POST /v1/webhooks/test`: what came of it. */
export const RapidsosTestAnswer = Type.Object({
  subscription_id: Type.Integer(),
  event_type: Type.String(),
  delivered: Type.Boolean(),
  status_code: Type.Union([Type.Integer(), Type.Null()]),
  detail: Type.String(),
});
export type RapidsosTestAnswer = Static<typeof RapidsosTestAnswer>;
