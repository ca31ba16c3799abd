import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { Alert } from './alerts.ts';

/** Answer of `POST /v1/rem/rehearse`: what the same body at `/v1/rem/trigger` would do now. Nothing was stored. */
export const TriggerRehearsal = Type.Object({
  outcome: Type.Enum(['new', 'repeat', 'further_signal'], {
    description: 'A new alert; nothing, because it was sent before; or one more signal of an alert that is open',
  }),
  callflow: Type.Object(
    {
      name: Type.String({ description: "The callflow's name", examples: ['sandbox'] }),
      routing: Type.Enum(['fixed', 'position'], {
        description: 'Where alerts go: to one agency, or to the one whose boundary has their position',
      }),
      required_variables: Type.Array(Type.String(), {
        description: 'Beside those that every alert must have; by their dotted path',
        examples: [['vehicle.plate']],
      }),
      requests_dispatch: Type.Boolean({ description: 'True asks the center to dispatch with each alert' }),
      tells_sender: Type.Array(Type.Enum(['status', 'disposition', 'location', 'messages']), {
        description: "Which changes of its alerts the sender's stream and webhooks send",
      }),
    },
    { description: 'The callflow it would go by' },
  ),
  phone: Type.Object(
    {
      given: Type.String({ description: 'As it was sent', examples: ['(555) 555-0123'] }),
      number: Nullable(
        Type.String({
          description: 'E.164; null where no number can be read, so that nobody finds the alert by it',
          examples: ['+15555550123'],
        }),
      ),
    },
    { description: 'The telephone number of who needs help' },
  ),
  center: Type.Object(
    {
      id: Type.String({ description: 'The id of the center', examples: ['sandbox-county'] }),
      name: Type.String({ description: 'What it is called', examples: ['Sandbox County 9-1-1'] }),
    },
    { description: 'Who would be told' },
  ),
  accept_within_seconds: Type.Integer({
    description: 'For how long the center may accept an alert that asks for dispatch',
    examples: [60],
  }),
  alert: described(Alert, 'As it would look to the center, under an id of zeros; or the alert there is, as it stands'),
});
export type TriggerRehearsal = Static<typeof TriggerRehearsal>;
