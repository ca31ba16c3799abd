import type { PreparedEvent } from '@sallyport/contract';
import { respell, type Spellings } from '../wire/spellings.ts';

const ANSWERS: Spellings = {
  created_at: 'prepared instant',
  updated_at: 'prepared instant',
  audio_call_ended_at: 'prepared instant',
  lat: 'number',
  lng: 'number',
  uncertainty: 'number',
  expires_in: 'number',
  is_audio_live: 'flag',
  metadata: 'as given',
};

/** An answer, event or webhook of the Prepared dialect as the contract writes it. */
export function readAnswer<T>(answer: unknown): T {
  return respell(answer, ANSWERS);
}

/** An incident event, without a cursor where the server gives none. Null where it is none. */
export type PreparedIncidentEvent = WithoutCursor<PreparedEvent> & { readonly cursor?: string };
type WithoutCursor<T> = T extends unknown ? Omit<T, 'cursor'> : never;

export function readEvent(value: unknown): PreparedIncidentEvent | null {
  if (typeof value !== 'object' || value === null) return null;
  const { type, id } = value as Record<string, unknown>;
  return typeof type === 'string' && typeof id === 'string' ? readAnswer(value) : null;
}
