import type { CadStatement } from '../incident/cad-incident.ts';
import type { Media, Note, TranscriptWord, UnitResponse } from '../incident/change.ts';
import type { Incident } from '../incident/types.ts';
import { about, type Entry } from './about.ts';
import type { NewEvent } from './types.ts';

export function noteAdded(
  incident: Incident,
  note: Note,
  { id, at }: Entry,
  statement: CadStatement = {},
): NewEvent<'note.added'> {
  return { ...about(incident, at), type: 'note.added', body: { id, note, ...statement } };
}

/** A photo, a video or a recording was attached, by its address or as a file under the event's id. */
export function mediaAttached(incident: Incident, media: Media, { id, at }: Entry): NewEvent<'media.attached'> {
  return { ...about(incident, at), type: 'media.attached', body: { id, media } };
}

/** Words were spoken. */
export function transcriptAdded(
  incident: Incident,
  words: readonly TranscriptWord[],
  { id, at }: Entry,
): NewEvent<'transcript.added'> {
  const body = { id, words, callStartedAt: incident.incidentAt };
  return { ...about(incident, at), type: 'transcript.added', body };
}

/** A unit does something about the incident. */
export function responseUpdated(
  incident: Incident,
  response: UnitResponse,
  { id, at }: Entry,
): NewEvent<'response.updated'> {
  return { ...about(incident, at), type: 'response.updated', body: { id, response } };
}
