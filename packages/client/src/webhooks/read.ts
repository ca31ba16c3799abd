import type { Active911Webhook, CadLocationUpdated, CadNoteCreated } from '@sallyport/contract';
import { readActive911Webhook } from '../active911/read-answers.ts';
import { type PreparedIncidentEvent, readAnswer, readEvent } from '../prepared/read-answers.ts';
import type { RapidsosEvent } from '../rapidsos/alert-stream.ts';
import { readAlertFrame } from '../rapidsos/read-answers.ts';

/** What a body is in its sender's words; null where it is nothing of theirs. */
export type ReadWebhook<E> = (body: unknown) => E | null;

/** An event of Sallyport's own webhooks: `type` says what `data` has beside the incident. */
export interface SallyportEvent {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>> & { readonly incident_id: string; readonly cursor: string };
}

/** The alert events of RapidSOS, whose envelope says `event_type`. */
export const rapidsosWebhook: ReadWebhook<RapidsosEvent> = (body) => readAlertFrame(body) as RapidsosEvent | null;

/** Prepared's incident events. */
export const preparedWebhook: ReadWebhook<PreparedIncidentEvent> = readEvent;

/** Prepared's events for a CAD, whose envelope says `event_type`. */
export const preparedCadWebhook: ReadWebhook<CadNoteCreated | CadLocationUpdated> = (body) => {
  const { event_type, incident_id } = (body ?? {}) as Record<string, unknown>;
  return typeof event_type === 'string' && typeof incident_id === 'string' ? readAnswer(body) : null;
};

/** Active911's new alert. */
export const active911Webhook: ReadWebhook<Active911Webhook> = readActive911Webhook;

export const sallyportWebhook: ReadWebhook<SallyportEvent> = (body) => {
  const { type, data } = (body ?? {}) as Record<string, unknown>;
  return typeof type === 'string' && typeof data === 'object' && data !== null ? (body as SallyportEvent) : null;
};
