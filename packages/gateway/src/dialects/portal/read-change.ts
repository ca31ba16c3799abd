import type {
  BatchChange,
  EndRequest,
  MediaRequest,
  NoteRequest,
  ReportedLocation,
  ResponseRequest,
  TranscriptRequest,
  TransferRequest,
} from '@sallyport/contract';
import type { Change } from '../../incidents/changes/types.ts';
import type { Location } from '../../incidents/types.ts';
import { refuse } from '../../kernel/errors.ts';

/** What a change takes where the request does not say. */
export interface Defaults {
  readonly suppliedBy: string;
  readonly now: number;
}

/** An RFC 3339 instant in milliseconds, or the default where it is missing. */
export function readInstant(given: string | undefined, name: string, missing: number): number {
  if (given === undefined) return missing;
  const milliseconds = Date.parse(given);
  if (Number.isNaN(milliseconds)) throw refuse.invalidRequest({ description: `${name} is not an RFC 3339 instant` });
  return milliseconds;
}

/** A reported location in the model's words. */
export function readLocation(given: ReportedLocation, { suppliedBy, now }: Defaults): Location {
  const address = given.address ?? null;
  return {
    latitude: given.latitude,
    longitude: given.longitude,
    uncertaintyRadius: given.uncertainty_radius ?? null,
    confidence: given.confidence ?? null,
    height: given.height ?? null,
    civic:
      address === null
        ? null
        : { name: address, street1: null, street2: null, city: null, state: null, country: null, zipCode: null },
    source: given.source ?? suppliedBy,
    locatedAt: readInstant(given.located_at, 'located_at', now),
  };
}

/** How each body of the ingest API reads as a change. */
export const READ_CHANGE = {
  location: (given: ReportedLocation, defaults: Defaults): Change => ({
    kind: 'location',
    location: readLocation(given, defaults),
    classOfService: null,
  }),
  note: ({ text, author }: NoteRequest, { suppliedBy }: Defaults): Change => ({
    kind: 'note',
    note: { text, author: author ?? suppliedBy },
  }),
  media: (given: MediaRequest): Change => ({
    kind: 'media',
    media: { url: given.url, file: null, mediaType: given.media_type, description: given.description ?? null },
  }),
  transcript: ({ words }: TranscriptRequest, { now }: Defaults): Change => ({
    kind: 'transcript',
    words: words.map((word) => ({
      word: word.word,
      speaker: word.speaker,
      startedAt: readInstant(word.started_at, 'started_at', now),
      endedAt: readInstant(word.ended_at, 'ended_at', now),
      confidence: word.confidence ?? null,
      languageCode: word.language_code ?? null,
    })),
  }),
  response: ({ unit, status, note }: ResponseRequest): Change => ({
    kind: 'response',
    response: { unit, status, note: note ?? null },
  }),
  transfer: ({ to }: TransferRequest): Change => ({ kind: 'transfer', to }),
  end: ({ ended_at }: EndRequest, { now }: Defaults): Change => ({
    kind: 'end',
    endedAt: readInstant(ended_at, 'ended_at', now),
  }),
};

/** One member of a batch as a change; the schema has made sure that there is exactly one. */
export function readBatchChange(given: BatchChange, defaults: Defaults): Change {
  if (given.location !== undefined) return READ_CHANGE.location(given.location, defaults);
  if (given.note !== undefined) return READ_CHANGE.note(given.note, defaults);
  if (given.media !== undefined) return READ_CHANGE.media(given.media);
  if (given.transcript !== undefined) return READ_CHANGE.transcript(given.transcript, defaults);
  if (given.response !== undefined) return READ_CHANGE.response(given.response);
  if (given.transfer !== undefined) return READ_CHANGE.transfer(given.transfer);
  return READ_CHANGE.end(given.end ?? {}, defaults);
}
