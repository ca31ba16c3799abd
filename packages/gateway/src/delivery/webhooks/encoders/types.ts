import type { EventType, IncidentEvent } from '../../../incidents/events/types.ts';

/** Who is told: the agency, or the central station that sent the alert. */
export type WebhookReader = 'agency' | 'sender';

/** How one dialect encodes what a webhook says. Given by `app/compose.ts`. */
export interface WebhookEncoder {
  /** What a subscription may ask for, in the dialect's words, and which of the log's events each one encodes. */
  readonly eventTypes: Readonly<Record<string, readonly EventType[]>>;
  /** Under which of those names the event goes out, or null where the dialect has no shape for it. */
  nameOf(event: IncidentEvent): string | null;
  /**
   * The body. The same event gives the same one to the same reader, but for what is looked up when it is sent: which CAD
   * incident is linked by then, and what the agency is called.
   */
  encode(event: IncidentEvent, reader: WebhookReader): object | Promise<object>;
  /** The vendor's own signature besides Standard Webhooks'; the newest secret comes first. */
  readonly vendorHeaders?: (body: Buffer, secrets: readonly string[]) => Readonly<Record<string, string>>;
}

export type WebhookEncoders = Readonly<Record<string, WebhookEncoder>>;
