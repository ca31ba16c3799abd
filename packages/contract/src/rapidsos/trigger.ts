import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';
import { TriggerVariables } from './trigger-variables.ts';

/**
 * Body of `POST /v1/rem/trigger`. `variables` are the callflow's: the groups `user`, `event`, `event_info`, `vehicle`,
 * `alert_profile` and the rest, or the flat `user_name`, `user_phone`, `location`. Unknown groups are kept.
 */
export const TriggerRequest = Type.Object({
  callflow: Type.String({
    minLength: 1,
    maxLength: 100,
    description: "The callflow's name, as an operator registered it",
    examples: ['sandbox'],
  }),
  variables: TriggerVariables,
  blocking: Type.Optional(
    Type.Boolean({ description: 'Taken and without effect: every answer waits until the alert is stored' }),
  ),
});
export type TriggerRequest = Static<typeof TriggerRequest>;

/**
 * Answer of `POST /v1/rem/trigger`, also to a repeat: the alert that later events name, which is its parent session too, and
 * what the callflow answers besides. Times in milliseconds; `sla_expiration_time` is null until dispatch is requested.
 */
export const TriggerAnswer = Type.Object({
  alert_id: Type.String({
    description: 'The alert, as later events name it',
    examples: ['alert-0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
  }),
  parent_session_id: Type.String({
    description: 'The same id',
    examples: ['alert-0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
  }),
  source_id: Type.Optional(
    Nullable(
      Type.String({
        description: "The sender's own id of it; null where it gave none",
        examples: ['panel-7-event-31'],
      }),
    ),
  ),
  status: Type.Optional(
    Type.Object(
      {
        name: Type.String({ description: "The machine's name for it", examples: ['NEW'] }),
        display_name: Type.String({ description: 'The words that a person reads for it', examples: ['New'] }),
      },
      { description: "The alert's status" },
    ),
  ),
  sla_expiration_time: Type.Optional(
    Nullable(
      Type.Integer({
        description: 'Until when it is to be accepted, in milliseconds since 1970; null until dispatch is requested',
        examples: [1795689070000],
      }),
    ),
  ),
  created_time: Type.Optional(
    Type.Integer({ description: 'When it was received, in milliseconds since 1970', examples: [1795689000000] }),
  ),
  covering_psap: Type.Optional(
    Type.Object(
      {
        id: Type.String({ description: 'The id of the center or partner', examples: ['sandbox-county'] }),
        name: Type.String({ description: 'What it is called', examples: ['Sandbox County 9-1-1'] }),
        phone: Type.String({
          description: 'Its telephone number; empty where it is not known',
          examples: ['+15555550100'],
        }),
      },
      { description: 'The center that answers it' },
    ),
  ),
});
export type TriggerAnswer = Static<typeof TriggerAnswer>;

/** Every refusal of the RapidSOS dialect. */
export const RapidsosRefusal = Type.Object({
  detail: Type.String({ description: 'What must be sent', examples: ['callflow is missing'] }),
});
export type RapidsosRefusal = Static<typeof RapidsosRefusal>;
