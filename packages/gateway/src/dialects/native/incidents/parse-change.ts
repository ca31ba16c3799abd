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

/** Where each measure can lie; what lies elsewhere is what equipment sends where it knows nothing. */
const MEASURES = {
  confidence: { least: 0, most: 100 },
  height: { least: -1_000, most: 50_000 },
  vertical_uncertainty: { least: Number.MIN_VALUE, most: 100_000 },
  floor: { least: -100, most: 1_000 },
} as const;
type Measure = keyof typeof MEASURES;

/** A measure as a number or a text of one; undefined where it is not known. */
function readMeasure(given: ReportedLocation, measure: Measure): number | undefined {
  const value = given[measure];
  const number = typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value;
  const { least, most } = MEASURES[measure];
  return typeof number === 'number' && number >= least && number <= most ? number : undefined;
}

/** The measures that were stated and are not known, as they were sent: a floor called `Mezzanine`. */
function unreadMeasures(given: ReportedLocation): Readonly<Record<string, unknown>> {
  const unread = (Object.keys(MEASURES) as Measure[]).filter(
    (measure) => (given[measure] ?? null) !== null && readMeasure(given, measure) === undefined,
  );
  return Object.fromEntries(unread.map((measure) => [measure, given[measure]]));
}

/** True for a location in which nothing is stated. */
export function isNothing(given: ReportedLocation): boolean {
  return Object.values(given).every((value) => value === undefined || value === null);
}

/**
 * A reported location in the model's words. Refuses one coordinate without the other, and neither where nothing else is stated of
 * the place.
 */
export function readLocation(given: ReportedLocation, defaults: Defaults, prefix = ''): Location {
  const { latitude = null, longitude = null } = given;
  const address = given.address ?? null;
  const lacking = (['latitude', 'longitude'] as const).filter((coordinate) => (given[coordinate] ?? null) === null);
  if (lacking.length === 1) throw refuse.invalidRequest({ description: `${prefix}${lacking[0]} is missing` });
  const uncertainty = toUncertainty(given.uncertainty_radius);
  const isUnread = uncertainty === null && typeof given.uncertainty_radius === 'string';
  const further = {
    ...(given.description !== undefined && { description: given.description }),
    ...(isUnread && { uncertainty: given.uncertainty_radius }),
    ...unreadMeasures(given),
  };
  const [confidence, height, verticalUncertainty, floor] = (Object.keys(MEASURES) as Measure[]).map((measure) =>
    readMeasure(given, measure),
  );
  const isNowhere = address === null && floor === undefined && Object.keys(further).length === 0;
  if (lacking.length === 2 && isNowhere) {
    throw refuse.invalidRequest({
      description: `${prefix}latitude and ${prefix}longitude are missing; send both, or an address or a description without them`,
    });
  }
  return {
    latitude,
    longitude,
    uncertaintyRadius: uncertainty,
    confidence: confidence ?? null,
    height: height ?? null,
    ...(verticalUncertainty !== undefined && { verticalUncertainty }),
    ...(floor !== undefined && { floor }),
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
