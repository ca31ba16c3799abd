import type { TimeLineEntry } from '@sallyport/contract';
import { logMessageOf } from '../../../incidents/alerts/log-line.ts';
import type { AlertMessage } from '../../../incidents/events/bodies.ts';
import { applyByType, type ByEventType } from '../../../incidents/events/by-type.ts';
import type { IncidentEvent } from '../../../incidents/events/types.ts';
import type { AlertAuthor } from '../../../incidents/incident/alert-party.ts';
import { coordinatesOf, type Location } from '../../../incidents/incident/types.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';
import { membersInWords, oneLineAddress, statementInWords } from '../../cards/draw-cards.ts';

type Told = Pick<TimeLineEntry, 'kind' | 'by' | 'text' | 'mentions' | 'incident_id'>;

const RELEASED_WORDS = {
  given_back: 'Released',
  closed: 'Released by closing it',
  seat_silent: 'Released, because the seat gave no sign',
  merged: 'Released by the merge',
} as const;
const MEDIA_WORDS = { photo: 'Photo', video: 'Video', recording: 'Recording', file: 'File' } as const;

function authorName({ sender, entityName }: AlertAuthor): string {
  return entityName === '' || entityName === sender ? sender : `${sender}, ${entityName}`;
}

function messageTold({ kind, text }: AlertMessage, by: AlertAuthor): Told {
  return { kind: kind === 'status' ? 'status' : 'message', by: authorName(by), text };
}

function placeText(location: Location): string {
  const { uncertaintyRadius, source, civic } = location;
  const coordinates = coordinatesOf(location);
  const where =
    oneLineAddress(civic) ??
    (coordinates === null ? 'No position' : `${coordinates.latitude}, ${coordinates.longitude}`);
  const further = membersInWords(location.further);
  const within = uncertaintyRadius === null ? '' : `, within ${uncertaintyRadius} m`;
  return `${where}${within} (${source})${further === null ? '' : `. ${further}`}`;
}

/** Each type of event in words. */
const TOLD: ByEventType<[], Told> = {
  'incident.created': ({ body: { incident } }) => ({
    kind: 'status',
    by: incident.suppliedBy,
    text: incident.kind === 'call' ? 'Call came in' : 'Came in',
  }),
  'incident.ended': () => ({ kind: 'status', by: null, text: 'The call ended' }),
  'incident.transferred': ({ body }) => ({ kind: 'status', by: null, text: `Transferred to ${body.to}` }),
  'incident.signalled': ({ body }) => messageTold(body.message, body.by),
  'incident.merged': ({ body }) => ({
    kind: 'status',
    by: body.colleague?.name ?? null,
    text: 'Merged into another incident, which goes on',
    incident_id: body.into,
  }),
  'incident.merged_in': ({ body }) => ({
    kind: 'status',
    by: body.colleague?.name ?? null,
    text: 'Another incident was merged into this one',
    incident_id: body.merged,
  }),
  'incident.unmerged': ({ body }) => ({
    kind: 'status',
    by: body.colleague.name,
    text: 'The merge was undone; both incidents go on',
    incident_id: body.apartFrom,
  }),
  'incident.claimed': ({ body: { claim, takenFrom, takeOverReason } }) => ({
    kind: 'work',
    by: claim.name,
    text: takenFrom === null ? 'Claimed' : `Taken over from ${takenFrom.name}: ${takeOverReason}`,
  }),
  'incident.released': ({ body }) => ({ kind: 'work', by: body.claim.name, text: RELEASED_WORDS[body.releasedAs] }),
  'incident.closed': ({ body: { closing } }) => ({
    kind: 'work',
    by: closing.name,
    text: closing.outcome === null ? 'Closed' : `Closed: ${closing.outcome}`,
  }),
  'incident.reopened': ({ body }) => ({ kind: 'work', by: body.colleague.name, text: 'Opened again' }),
  'location.updated': ({ body }) => ({
    kind: 'location',
    by: body.by === undefined ? null : authorName(body.by),
    text: placeText(body.location),
  }),
  'note.added': ({ body: { note, ...statement } }) => ({
    kind: 'note',
    by: note.author,
    text: [note.text, statementInWords(statement)].filter(Boolean).join('\n'),
    ...(note.mentions !== undefined && { mentions: note.mentions.map(({ userId }) => userId) }),
  }),
  'media.attached': ({ body: { media } }) => ({
    kind: 'media',
    by: null,
    text: media.description ?? MEDIA_WORDS[media.mediaType],
  }),
  'transcript.added': ({ body: { words } }) => ({
    kind: 'transcript',
    by: words[0]?.speaker === 'CallTaker' ? 'Call taker' : 'Caller',
    text: words.map(({ word }) => word).join(' '),
  }),
  'response.updated': ({ body: { response } }) => ({
    kind: 'unit',
    by: response.unit,
    text: [response.status, response.note].filter(Boolean).join(', '),
  }),
  'incident.sent_to_cad': ({ body: { colleague, text, receivers } }) => ({
    kind: 'cad',
    by: colleague.name,
    text: `Sent to the CAD: ${receivers.join(', ')}. ${text}`,
  }),
  'incident.transfer_opened': ({ body: { transfer, reason, expiresAt, colleague } }) => ({
    kind: 'status',
    by: colleague.name,
    text: `Transferred to ${transfer.agencyName} until ${toRfc3339(expiresAt)}${reason === null ? '' : `: ${reason}`}`,
  }),
  'incident.transfer_ended': ({ body: { transfer, isByReceiver, colleague } }) => ({
    kind: 'status',
    by: isByReceiver ? `${colleague.name}, ${transfer.agencyName}` : colleague.name,
    text: `Transfer to ${transfer.agencyName} ended`,
  }),
  'cad.linked': ({ body: { cad } }) => ({
    kind: 'cad',
    by: cad.suppliedBy,
    text: `CAD incident ${cad.partnerIncidentId} linked`,
  }),
  'cad.unlinked': ({ body: { cad } }) => ({
    kind: 'cad',
    by: cad.suppliedBy,
    text: `CAD incident ${cad.partnerIncidentId} belongs to another incident`,
  }),
  'cad.status_changed': ({ body: { cad, ...statement } }) => ({
    kind: 'cad',
    by: cad.suppliedBy,
    text: [`CAD incident ${cad.partnerIncidentId}: ${cad.status ?? 'more was stated'}`, statementInWords(statement)]
      .filter(Boolean)
      .join('. '),
  }),
  'alert.status_changed': (event) => messageTold(logMessageOf(event), event.body.by),
  'alert.disposition_changed': (event) => messageTold(logMessageOf(event), event.body.by),
  'alert.message_added': (event) => messageTold(logMessageOf(event), event.body.by),
};

/** An incident's log in words, in its order. */
export function encodeTimeLine(history: readonly IncidentEvent[]): TimeLineEntry[] {
  return history.flatMap((event) => {
    const told = applyByType(TOLD, event);
    // The event by which it came in has no id of its own.
    const id = 'id' in event.body ? event.body.id : event.incidentId;
    return told === null ? [] : [{ id, at: toRfc3339(event.at), ...told }];
  });
}
