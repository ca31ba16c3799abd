import type { CadStatement } from './cad-incident.ts';
import type { Colleague, Location } from './types.ts';

export interface TranscriptWord {
  readonly word: string;
  readonly speaker: 'Caller' | 'CallTaker';
  readonly startedAt: number;
  readonly endedAt: number;
  readonly confidence: number | null;
  readonly languageCode: string | null;
  /** When it was received: words are ordered by their own times, and shown as stated no later than this. */
  readonly receivedAt?: number;
}

export interface Note {
  readonly text: string;
  readonly author: string;
  /** The person of the agency who wrote it; missing where equipment sent it. */
  readonly authorId?: string;
  /** Colleagues whom it is meant for. */
  readonly mentions?: readonly Colleague[];
}

/** A file that was uploaded. `sha256` is of its content, in hex. */
export interface MediaFile {
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface Media {
  /** Where it is; null where it was uploaded, and is here under the id of its event. */
  readonly url: string | null;
  readonly file: MediaFile | null;
  readonly mediaType: 'photo' | 'video' | 'recording' | 'file';
  readonly description: string | null;
}

export interface UnitResponse {
  readonly unit: string;
  readonly status: string;
  readonly note: string | null;
}

/** One change to an incident, in the model's words. Instants are milliseconds. */
export type Change =
  | { readonly kind: 'location'; readonly location: Location; readonly classOfService: string | null }
  | { readonly kind: 'note'; readonly note: Note; readonly statement?: CadStatement }
  | { readonly kind: 'media'; readonly media: Media }
  | { readonly kind: 'transcript'; readonly words: readonly TranscriptWord[] }
  | { readonly kind: 'response'; readonly response: UnitResponse }
  | { readonly kind: 'transfer'; readonly to: string }
  | { readonly kind: 'end'; readonly endedAt: number };
