import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';

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

/**
 * Answer of `POST /v1/rem/trigger`, also to a repeat: the alert that later events name, which is its parent session too, and
 * what the callflow answers besides. Times in milliseconds; `sla_expiration_time` is null until dispatch is requested.
 */
export const TriggerAnswer = Type.Object({
  alert_id: Type.String({ examples: ['alert-0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
  parent_session_id: Type.String({ examples: ['alert-0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
  source_id: Type.Optional(Nullable(Type.String())),
  status: Type.Optional(Type.Object({ name: Type.String(), display_name: Type.String() })),
  sla_expiration_time: Type.Optional(Nullable(Type.Integer())),
  created_time: Type.Optional(Type.Integer()),
  covering_psap: Type.Optional(Type.Object({ id: Type.String(), name: Type.String(), phone: Type.String() })),
});
export type TriggerAnswer = Static<typeof TriggerAnswer>;

/** Every refusal of the RapidSOS dialect. */
export const RapidsosRefusal = Type.Object({ detail: Type.String() });
export type RapidsosRefusal = Static<typeof RapidsosRefusal>;
