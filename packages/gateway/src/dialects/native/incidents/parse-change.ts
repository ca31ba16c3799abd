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
import type { Change } from '../../../incidents/incident/change.ts';
import { shownAuthor } from '../../../incidents/incident/shown-author.ts';
import type { Location } from '../../../incidents/incident/types.ts';
import { toUncertainty } from '../../../incidents/locations/as-received.ts';
import { refuse } from '../../../kernel/errors.ts';
import { readInstant, type TimeContext } from '../../../kernel/instant.ts';

/** What a change takes where the request does not state, and how its times are read. */
export interface Defaults extends TimeContext {
  readonly suppliedBy: string;
}

/** A time in milliseconds, or now where it is missing. */
export function readTime(given: string | number | null | undefined, name: string, defaults: Defaults): number {
  return given === undefined || given === null || given === '' ? defaults.now : readInstant(given, name, defaults);
}

/** A reported location in the model's words. Refuses one coordinate without the other, and neither without an address. */
export function readLocation(given: ReportedLocation, defaults: Defaults, prefix = ''): Location {
  const { latitude = null, longitude = null } = given;
  const address = given.address ?? null;
  const lacking = (['latitude', 'longitude'] as const).filter((coordinate) => (given[coordinate] ?? null) === null);
  if (lacking.length === 1) throw refuse.invalidRequest({ description: `${prefix}${lacking[0]} is missing` });
  if (lacking.length === 2 && address === null) {
    throw refuse.invalidRequest({
      description: `${prefix}latitude and ${prefix}longitude are missing; send both, or an address without them`,
    });
  }
  const uncertainty = toUncertainty(given.uncertainty_radius);
  const isUnread = uncertainty === null && typeof given.uncertainty_radius === 'string';
  const further = {
    ...(given.description !== undefined && { description: given.description }),
    ...(isUnread && { uncertainty: given.uncertainty_radius }),
  };
  return {
    latitude,
    longitude,
    uncertaintyRadius: uncertainty,
    confidence: given.confidence ?? null,
    height: given.height ?? null,
    ...(given.vertical_uncertainty !== undefined && { verticalUncertainty: given.vertical_uncertainty }),
    ...(given.floor !== undefined && { floor: given.floor }),
    ...(Object.keys(further).length > 0 && { further }),
    civic:
      address === null
        ? null
        : { name: address, street1: null, street2: null, city: null, state: null, country: null, zipCode: null },
    source: given.source ?? defaults.suppliedBy,
    locatedAt: readTime(given.located_at, 'located_at', defaults),
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
    note: { text, author: shownAuthor(author ?? null, suppliedBy) },
  }),
  media: (given: MediaRequest): Change => ({
    kind: 'media',
    media: { url: given.url, file: null, mediaType: given.media_type, description: given.description ?? null },
  }),
  transcript: ({ words }: TranscriptRequest, defaults: Defaults): Change => ({
    kind: 'transcript',
    words: words.map((word) => ({
      word: word.word,
      speaker: word.speaker,
      startedAt: readTime(word.started_at, 'started_at', defaults),
      endedAt: readTime(word.ended_at, 'ended_at', defaults),
      confidence: word.confidence ?? null,
      languageCode: word.language_code ?? null,
    })),
  }),
  response: ({ unit, status, note }: ResponseRequest): Change => ({
    kind: 'response',
    response: { unit, status, note: note ?? null },
  }),
  transfer: ({ to }: TransferRequest): Change => ({ kind: 'transfer', to }),
  end: ({ ended_at }: EndRequest, defaults: Defaults): Change => ({
    kind: 'end',
    endedAt: readTime(ended_at, 'ended_at', defaults),
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
