import type { Location } from '../types.ts';

export interface TranscriptWord {
  readonly word: string;
  readonly speaker: 'Caller' | 'CallTaker';
  readonly startedAt: number;
  readonly endedAt: number;
  readonly confidence: number | null;
  readonly languageCode: string | null;
}

export interface Note {
  readonly text: string;
  readonly author: string;
}

export interface Media {
  readonly url: string;
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
  | { readonly kind: 'note'; readonly note: Note }
  | { readonly kind: 'media'; readonly media: Media }
  | { readonly kind: 'transcript'; readonly words: readonly TranscriptWord[] }
  | { readonly kind: 'response'; readonly response: UnitResponse }
  | { readonly kind: 'transfer'; readonly to: string }
  | { readonly kind: 'end'; readonly endedAt: number };
