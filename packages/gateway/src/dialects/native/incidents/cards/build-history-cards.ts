import type { EventType, IncidentEvent } from '../../../../incidents/events/types.ts';
import { coordinatesOf, type Incident } from '../../../../incidents/incident/types.ts';
import { foldTranscript, wordsOf } from '../../../../incidents/transcripts/fold-transcript.ts';
import type { Card, CardField } from '../../../cards/card.ts';
import { membersInWords, oneLineAddress, statementInWords } from '../../../cards/draw-cards.ts';

type Line = Pick<CardField, 'label' | 'format' | 'value'>;

/** On which card each type of event is drawn; null is none. */
const CARD_OF = {
  'incident.created': null,
  'incident.ended': 'course',
  'incident.transferred': 'course',
  'incident.signalled': 'reports',
  'incident.merged': 'course',
  'incident.merged_in': 'course',
  'incident.unmerged': 'course',
  'incident.claimed': null,
  'incident.released': null,
  'incident.closed': null,
  'incident.reopened': null,
  'location.updated': 'locations',
  'note.added': 'notes',
  'media.attached': 'media',
  'transcript.added': 'transcript',
  'response.updated': 'responses',
  'incident.sent_to_cad': null,
  'incident.transfer_opened': null,
  'incident.transfer_ended': null,
  'cad.linked': null,
  'cad.unlinked': null,
  'cad.status_changed': null,
  'alert.status_changed': null,
  'alert.disposition_changed': null,
  'alert.message_added': null,
} as const satisfies Record<EventType, string | null>;

type CardId = NonNullable<(typeof CARD_OF)[EventType]>;
type TypeOf<Id extends CardId> = { [Type in EventType]: (typeof CARD_OF)[Type] extends Id ? Type : never }[EventType];

interface HistoryCard {
  readonly title: string;
  readonly order: number;
  readonly lines: (history: readonly IncidentEvent[]) => Line[];
}

/** Narrows an event to those that are drawn on this card. */
function isOn<Id extends CardId>(id: Id) {
  return (event: IncidentEvent): event is IncidentEvent & IncidentEvent<TypeOf<Id>> => CARD_OF[event.type] === id;
}

const SPEAKERS = { Caller: 'Caller', CallTaker: 'Call taker' } as const;
const MEDIA_WORDS = { photo: 'Photo', video: 'Video', recording: 'Recording', file: 'File' } as const;

/**
 * How an uploaded file is drawn, but HEIC, which few browsers show. What is elsewhere is a link, so that nobody outside learns
 * who looks at it.
 */
const MEDIA_FORMATS = { photo: 'image', video: 'video', recording: 'audio', file: 'link' } as const;

/** `14:03:05 UTC`: the instant beside a line, the same for every reader. */
function timeOf(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`;
}

function courseLine(event: IncidentEvent<TypeOf<'course'>>): Line {
  const { at } = event;
  switch (event.type) {
    case 'incident.ended':
      return { label: 'Ended', format: 'timestamp', value: new Date(event.body.incident.endedAt ?? at).toISOString() };
    case 'incident.transferred':
      return { label: `Transferred, ${timeOf(at)}`, format: 'text', value: event.body.to };
    case 'incident.merged':
      return { label: `Merged into, ${timeOf(at)}`, format: 'text', value: event.body.into };
    case 'incident.merged_in':
      return { label: `Merged with, ${timeOf(at)}`, format: 'text', value: event.body.merged };
    case 'incident.unmerged':
      return { label: `No longer merged with, ${timeOf(at)}`, format: 'text', value: event.body.apartFrom };
  }
}

function locationLine({ body: { location } }: IncidentEvent<'location.updated'>): Line[] {
  const { source, uncertaintyRadius, locatedAt, civic } = location;
  const coordinates = coordinatesOf(location);
  const within = uncertaintyRadius === null ? '' : `, within ${uncertaintyRadius} m`;
  const label = `${source}${within}, ${timeOf(locatedAt)}`;
  const further = membersInWords(location.further);
  const beside: Line[] = further === null ? [] : [{ label, format: 'text', value: further }];
  if (coordinates === null) {
    return [{ label, format: 'text', value: oneLineAddress(civic) ?? 'No position' }, ...beside];
  }
  return [{ label, format: 'coordinates', value: `${coordinates.latitude}, ${coordinates.longitude}` }, ...beside];
}

/** The newest first; a location alone is on the card of where the incident is. */
function locationLines(events: readonly IncidentEvent<'location.updated'>[]): Line[] {
  return events.length < 2 ? [] : events.toReversed().flatMap(locationLine);
}

/** Each unit's newest word alone. */
function responseLines(events: readonly IncidentEvent<'response.updated'>[]): Line[] {
  const newest = new Map<string, Line>();
  for (const { at, body } of events) {
    const { unit, status, note } = body.response;
    newest.set(unit, { label: unit, format: 'text', value: [status, note, timeOf(at)].filter(Boolean).join(', ') });
  }
  return [...newest.values()];
}

function transcriptLines(events: readonly IncidentEvent<'transcript.added'>[]): Line[] {
  return foldTranscript(events.map(wordsOf)).map((utterance) => ({
    label: `${SPEAKERS[utterance.speaker]}, ${timeOf(utterance.startedAt)}`,
    format: 'text',
    value: utterance.text,
  }));
}

/** What equipment stated of a call after its first report; those of an alert have a card of their own. */
function reportLines(events: readonly IncidentEvent<'incident.signalled'>[]): Line[] {
  return events
    .filter(({ body }) => body.incident.kind === 'call')
    .map(({ at, body }) => ({ label: `Reported, ${timeOf(at)}`, format: 'text', value: body.message.text }));
}

function noteLine({ at, body: { note, ...statement } }: IncidentEvent<'note.added'>): Line {
  const value = [note.text, statementInWords(statement)].filter(Boolean).join('\n');
  return { label: `${note.author}, ${timeOf(at)}`, format: 'text', value };
}

function mediaLine({ incidentId, body: { id, media } }: IncidentEvent<'media.attached'>): Line {
  const { description, mediaType, url, file } = media;
  const label = description ?? MEDIA_WORDS[mediaType];
  if (url !== null) return { label, format: 'link', value: url };
  const value = `/api/incidents/${incidentId}/media/${id}`;
  const isShown = file?.contentType !== 'image/heic';
  return { label, format: isShown ? MEDIA_FORMATS[mediaType] : 'link', value };
}

/** How what is added to an incident is drawn, by card. */
const CARDS: Readonly<Record<CardId, HistoryCard>> = {
  course: {
    title: 'Course of the call',
    order: 16,
    lines: (history) => history.filter(isOn('course')).map(courseLine),
  },
  reports: { title: 'Further reports', order: 16, lines: (history) => reportLines(history.filter(isOn('reports'))) },
  responses: { title: 'Responses', order: 17, lines: (history) => responseLines(history.filter(isOn('responses'))) },
  transcript: {
    title: 'Transcript',
    order: 18,
    lines: (history) => transcriptLines(history.filter(isOn('transcript'))),
  },
  notes: { title: 'Notes', order: 19, lines: (history) => history.filter(isOn('notes')).map(noteLine) },
  media: { title: 'Media', order: 25, lines: (history) => history.filter(isOn('media')).map(mediaLine) },
  locations: {
    title: 'Location history',
    order: 31,
    lines: (history) => locationLines(history.filter(isOn('locations'))),
  },
};

/** A card for each kind of thing that was added to the incident, in the order of the log; the newest location first. */
export function buildHistoryCards(
  { suppliedBy }: Pick<Incident, 'suppliedBy'>,
  history: readonly IncidentEvent[],
): Card[] {
  return Object.entries(CARDS).flatMap(([id, { title, order, lines }]) => {
    const newest = history.findLast(({ type }) => CARD_OF[type] === id);
    const fields = lines(history).map((line, index) => ({ key: `${id}.${index}`, order: index, ...line }));
    if (newest === undefined || fields.length === 0) return [];
    return [{ id, title, order, suppliedBy, receivedAt: newest.at, fields }];
  });
}
