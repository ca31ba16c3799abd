import type { EventType, IncidentEvent } from '../../../incidents/events/types.ts';

/** Who is notified: the agency, or the central station that sent the alert. */
export type WebhookReader = 'agency' | 'sender';

/** How one dialect encodes the messages of a webhook. Given by `app/compose.ts`. */
export interface WebhookEncoder {
  /** What a subscription may ask for, in the dialect's words. */
  readonly names: readonly string[];
  /** Under which of these each type of event may go out; null where the dialect has no shape for it. */
  readonly namesOf: Readonly<Record<EventType, readonly string[] | null>>;
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

/** The types of event that may go out under this name. */
export function typesNamed({ namesOf }: WebhookEncoder, name: string): EventType[] {
  return (Object.keys(namesOf) as EventType[]).filter((type) => namesOf[type]?.includes(name));
}

/** The names of a dialect that has one name for each type of event, or none. */
export function oneNameEach<Name extends string>(
  names: readonly Name[],
  nameOf: Readonly<Record<EventType, Name | null>>,
): Pick<WebhookEncoder, 'names' | 'namesOf' | 'nameOf'> {
  const lists = Object.entries(nameOf).map(([type, name]) => [type, name === null ? null : [name]] as const);
  return {
    names,
    namesOf: Object.fromEntries(lists) as WebhookEncoder['namesOf'],
    nameOf: ({ type }) => nameOf[type] ?? null,
  };
}
