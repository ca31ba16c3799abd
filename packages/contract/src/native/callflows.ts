import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';

const AnswerField = Type.Enum(['source_id', 'status', 'sla_expiration_time', 'created_time', 'covering_psap']);
const AlertChange = Type.Enum(['status', 'disposition', 'location', 'messages']);
const AgencyIds = Type.Array(Type.String({ maxLength: 63 }), {
  minItems: 1,
  maxItems: 100,
  description:
    'One where routing is `fixed`; where it is `position`, the first whose boundary covers the alert gets it',
});
const DefaultAgency = Type.Optional(
  Nullable(
    Type.String({
      maxLength: 63,
      description:
        'Where routing is `position`: who gets an alert with an address and no coordinates; without one it is refused',
    }),
  ),
);
const name = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^[\\w.-]+$',
  description: "The callflow's name",
  examples: ['sandbox'],
});

const settings = {
  routing: Type.Enum(['fixed', 'position'], {
    description: 'Where alerts go: to one agency, or to the one whose boundary has their position',
  }),
  agency_ids: described(
    AgencyIds,
    'One where routing is `fixed`; where it is `position`, the first whose boundary covers the alert gets it',
    ['sandbox-county'],
  ),
  default_agency_id: described(
    DefaultAgency,
    'Where routing is `position`: who gets an alert with an address and no coordinates; without one it is refused',
    'sandbox-county',
  ),
  requests_dispatch: Type.Boolean({ description: 'True asks the center to dispatch with each alert' }),
  required_variables: Type.Array(Type.String({ minLength: 1, maxLength: 254 }), {
    maxItems: 50,
    description: 'Beside those that every alert must have; by their dotted path',
    examples: [['vehicle.plate']],
  }),
  answers_with: Type.Array(AnswerField, {
    maxItems: 5,
    uniqueItems: true,
    description: 'What the answer states beside the id of the alert',
  }),
  tells_sender: Type.Array(AlertChange, {
    maxItems: 4,
    uniqueItems: true,
    description: "Which changes of its alerts the sender's stream and webhooks send",
  }),
};

/** A partner's named route into an agency: to whom its alerts go, what they must state, and what their sender learns. */
export const Callflow = Type.Object({ name, ...settings });
export type Callflow = Static<typeof Callflow>;

/** A client that may send alerts. */
export const AlertSender = Type.Object({
  client_id: Type.String({ description: 'The client', examples: ['sandbox-alarm'] }),
  client_name: Type.String({ description: 'What the client is called', examples: ['Sandbox Alarm'] }),
  application_name: Type.String({ description: 'What its application is called', examples: ['Sandbox Alarm'] }),
  callflows: Type.Array(Callflow, { description: 'Its callflows' }),
});
export type AlertSender = Static<typeof AlertSender>;

/** Answer of `GET /api/callflows` (operators only). */
export const AlertSenderList = Type.Object({
  senders: Type.Array(AlertSender, { description: 'Every client that may send alerts' }),
});
export type AlertSenderList = Static<typeof AlertSenderList>;

/** Body of `PATCH /api/callflows/{client_id}/{name}`; what is not named stays. */
export const EditCallflowRequest = Type.Partial(Type.Object(settings), { additionalProperties: false });
export type EditCallflowRequest = Static<typeof EditCallflowRequest>;

/** Body of `POST /api/callflows`; what is not named is as in a callflow to one agency that sends its sender everything. */
export const NewCallflowRequest = Type.Object(
  {
    client_id: Type.String({ minLength: 1, maxLength: 100, description: 'The client', examples: ['sandbox-alarm'] }),
    name,
    ...Type.Partial(Type.Object(settings)).properties,
    agency_ids: described(
      AgencyIds,
      'One where routing is `fixed`; where it is `position`, the first whose boundary covers the alert gets it',
      ['sandbox-county'],
    ),
  },
  { additionalProperties: false },
);
export type NewCallflowRequest = Static<typeof NewCallflowRequest>;
