/** Every kind of change the log holds, with what its body carries. */
export const EVENT_TYPES = {
  'incident.created': 'the incident as it came in',
  'incident.ended': 'the incident as its call ended',
  'incident.transferred': 'the incident, and to whom its call was handed',
  'incident.signalled': 'the incident with a further signal of it: what is new in words, all it said, and by whom',
  'incident.merged': 'the incident, and which one goes on',
  'location.updated': 'a location of the incident',
  'note.added': 'a note',
  'media.attached': 'a photo, a video or a recording, by its address',
  'transcript.added': 'words that were said',
  'cad.linked': 'the CAD incident that is linked to the incident from now on',
  'cad.unlinked': 'the CAD incident that was linked by mistake',
  'cad.status_changed': 'the CAD incident with its new status, or of which its CAD said more',
  'response.updated': 'what a unit does about the incident',
  'alert.status_changed': 'the alert with its new status, by whom and why',
  'alert.disposition_changed': 'the alert with its new disposition, and by whom',
  'alert.message_added': 'a chat message, a milestone or a further signal about an alert, and by whom',
} as const;

export type EventType = keyof typeof EVENT_TYPES;

/** One change to an incident, numbered in its agency's log without gaps, in commit order. */
export interface IncidentEvent {
  readonly agencyId: string;
  readonly seq: number;
  readonly incidentId: string;
  readonly type: EventType;
  readonly at: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Which events of a log a reader wants. */
export interface EventFilter {
  readonly types: readonly EventType[];
  readonly incidentId: string | null;
  /** Milliseconds, both inclusive; null is open. */
  readonly since: number | null;
  readonly until: number | null;
}
