import type { EventType, IncidentEvent } from '../events/types.ts';
import type { Media, Note, UnitResponse } from '../incident/change.ts';
import { coordinatesOf, type Incident, type Location } from '../incident/types.ts';
import { foldTranscript, wordsOf } from '../transcripts/fold-transcript.ts';
import { oneLineAddress } from './build-cards.ts';
import type { Card, CardField } from './card.ts';

type Line = Pick<CardField, 'label' | 'format' | 'value'>;

interface HistorySchema {
  readonly id: string;
  readonly title: string;
  readonly order: number;
  readonly types: readonly EventType[];
  readonly lines: (events: readonly IncidentEvent[]) => Line[];
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

function courseLine({ type, at, body }: IncidentEvent): Line[] {
  const { incident } = body as { incident: Incident };
  if (type === 'incident.ended') {
    return [{ label: 'Ended', format: 'timestamp', value: new Date(incident.endedAt ?? at).toISOString() }];
  }
  if (type === 'incident.transferred') {
    return [{ label: `Transferred, ${timeOf(at)}`, format: 'text', value: String(body['to']) }];
  }
  return [{ label: `Merged into, ${timeOf(at)}`, format: 'text', value: String(body['into']) }];
}

function locationLine({ body }: IncidentEvent): Line {
  const location = body['location'] as Location;
  const { source, uncertaintyRadius, locatedAt, civic } = location;
  const coordinates = coordinatesOf(location);
  const within = uncertaintyRadius === null ? '' : `, within ${uncertaintyRadius} m`;
  const label = `${source}${within}, ${timeOf(locatedAt)}`;
  if (coordinates === null) return { label, format: 'text', value: oneLineAddress(civic) ?? 'No position' };
  return { label, format: 'coordinates', value: `${coordinates.latitude}, ${coordinates.longitude}` };
}

/** Each unit's newest word alone. */
function responseLines(events: readonly IncidentEvent[]): Line[] {
  const newest = new Map<string, Line>();
  for (const { at, body } of events) {
    const { unit, status, note } = body['response'] as UnitResponse;
    newest.set(unit, { label: unit, format: 'text', value: [status, note, timeOf(at)].filter(Boolean).join(', ') });
  }
  return [...newest.values()];
}

function transcriptLines(events: readonly IncidentEvent[]): Line[] {
  return foldTranscript(events.map(wordsOf)).map((said) => ({
    label: `${SPEAKERS[said.speaker]}, ${timeOf(said.startedAt)}`,
    format: 'text',
    value: said.text,
  }));
}

/** What equipment said of a call after its first report; those of an alert have a card of their own. */
function reportLines(events: readonly IncidentEvent[]): Line[] {
  return events
    .filter(({ body }) => (body['incident'] as Incident).kind === 'call')
    .map(({ at, body }) => {
      const { text } = body['message'] as { text: string };
      return { label: `Reported, ${timeOf(at)}`, format: 'text', value: text };
    });
}

/** How each kind of thing that is added to an incident is drawn. Adding a row is all that a new kind needs. */
const HISTORY_SCHEMA: readonly HistorySchema[] = [
  {
    id: 'course',
    title: 'Course of the call',
    order: 16,
    types: ['incident.ended', 'incident.transferred', 'incident.merged'],
    lines: (events) => events.flatMap(courseLine),
  },
  { id: 'reports', title: 'Further reports', order: 16, types: ['incident.signalled'], lines: reportLines },
  { id: 'responses', title: 'Responses', order: 17, types: ['response.updated'], lines: responseLines },
  { id: 'transcript', title: 'Transcript', order: 18, types: ['transcript.added'], lines: transcriptLines },
  {
    id: 'notes',
    title: 'Notes',
    order: 19,
    types: ['note.added'],
    lines: (events) =>
      events.map(({ at, body }) => {
        const { author, text } = body['note'] as Note;
        return { label: `${author}, ${timeOf(at)}`, format: 'text', value: text };
      }),
  },
  {
    id: 'media',
    title: 'Media',
    order: 25,
    types: ['media.attached'],
    lines: (events) =>
      events.map(({ incidentId, body }) => {
        const { description, mediaType, url, file } = body['media'] as Media;
        const label = description ?? MEDIA_WORDS[mediaType];
        if (url !== null) return { label, format: 'link', value: url };
        const value = `/api/incidents/${incidentId}/media/${String(body['id'])}`;
        const isShown = file?.contentType !== 'image/heic';
        return { label, format: isShown ? MEDIA_FORMATS[mediaType] : 'link', value };
      }),
  },
  {
    id: 'locations',
    title: 'Location history',
    order: 31,
    types: ['location.updated'],
    lines: (events) => (events.length < 2 ? [] : events.map(locationLine).reverse()),
  },
];

/** A card for each kind of thing that was added to the incident, in the order of the log; the newest location first. */
export function buildHistoryCards(incident: Pick<Incident, 'suppliedBy'>, history: readonly IncidentEvent[]): Card[] {
  return HISTORY_SCHEMA.flatMap(({ id, title, order, types, lines }) => {
    const events = history.filter(({ type }) => types.includes(type));
    const fields = lines(events).map((line, index) => ({ key: `${id}.${index}`, order: index, ...line }));
    const newest = events.at(-1);
    if (newest === undefined || fields.length === 0) return [];
    return [{ id, title, order, suppliedBy: incident.suppliedBy, receivedAt: newest.at, fields }];
  });
}
