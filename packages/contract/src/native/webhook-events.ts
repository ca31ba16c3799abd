import { type Static, Type } from 'typebox';

/** The body of a native webhook, as Standard Webhooks writes it. `type` is the name of the log's event. */
export const WebhookEvent = Type.Object({
  type: Type.String({ examples: ['incident.created'] }),
  timestamp: Type.String({ format: 'date-time' }),
  data: Type.Object(
    {
      incident_id: Type.String(),
      cursor: Type.String({ description: "the event's place in the agency's log" }),
    },
    { additionalProperties: true },
  ),
});
export type WebhookEvent = Static<typeof WebhookEvent>;
