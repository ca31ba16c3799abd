import { type Static, Type } from 'typebox';

/**
 * Body of `POST /v1/rem/trigger`. `variables` are the callflow's: the groups `user`, `event`, `event_info`, `vehicle`,
 * `alert_profile` and the rest, or the flat `user_name`, `user_phone`, `location`. Unknown groups are kept.
 */
export const TriggerRequest = Type.Object({
  callflow: Type.String({ minLength: 1, maxLength: 100 }),
  variables: Type.Record(Type.String({ maxLength: 100 }), Type.Unknown()),
  blocking: Type.Optional(Type.Boolean()),
});
export type TriggerRequest = Static<typeof TriggerRequest>;

/** Answer of `POST /v1/rem/trigger`, also to a repeat: the alert that later events name. Times in milliseconds. */
export const TriggerAnswer = Type.Object({
  alert_id: Type.String({ examples: ['alert-0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
  status: Type.Object({ name: Type.String(), display_name: Type.String() }),
  created_time: Type.Integer(),
});
export type TriggerAnswer = Static<typeof TriggerAnswer>;

/** Every refusal of the RapidSOS dialect. */
export const RapidsosRefusal = Type.Object({ detail: Type.String() });
export type RapidsosRefusal = Static<typeof RapidsosRefusal>;
