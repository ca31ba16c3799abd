import { unpack } from '../../database/packed/unpack.ts';
import type { StoredRow } from '../../database/schema.ts';
import { newAlertState } from '../incident/alert-state.ts';
import { fromStoredType } from '../incident/stored-form.ts';
import { type Incident, NOTHING_YET } from '../incident/types.ts';
import type { EventBodies } from './bodies.ts';
import { type BodyPlace, type CompactBody, type StoredBody, wholeBody } from './compact-body.ts';
import { type FirstBody, fromFirstVersion } from './first-version.ts';
import type { EventType, IncidentEvent } from './types.ts';

/** The version in which bodies are written. A body that is to be read in another way than before has the next one. */
export const BODY_VERSION = 3;

/** The type of an event whose body was erased, with the incident it was about. Like a type that is not known, nobody reads it. */
export const ERASED_TYPE = 'erased';

/** What is true of an incident that was written before these were. */
const LATER_MEMBERS = {
  ...NOTHING_YET,
  callerPhoneGiven: null,
  siteType: null,
} as const satisfies Partial<Incident>;

function needed<Member extends keyof StoredBody>(body: StoredBody, member: Member): NonNullable<StoredBody[Member]> {
  const value = body[member];
  if (value === undefined || value === null) throw new Error(`its body has no ${member}`);
  return value;
}

function whole(body: StoredBody) {
  const incident = needed(body, 'incident');
  const alert = incident.kind === 'alert' ? newAlertState(incident.alert ?? {}) : null;
  const type = fromStoredType(incident.emergencyType, incident.isTest);
  const listedAt = incident.listedAt ?? incident.createdAt;
  return { incident: { ...LATER_MEMBERS, ...incident, ...type, listedAt, alert } };
}

function signal(body: StoredBody) {
  const stated = needed(body, 'signal');
  return { signal: { ...stated, ...fromStoredType(stated.emergencyType, stated.isTest) } };
}

const numbered = (body: StoredBody) => ({ id: needed(body, 'id') });
const authored = (body: StoredBody) => ({ by: needed(body, 'by') });
const byColleague = ({ colleague }: StoredBody) => (colleague === undefined ? {} : { colleague });
const ofCad = (body: StoredBody) => ({ ...numbered(body), cad: needed(body, 'cad') });
const statement = ({ stated, replaced }: StoredBody) => ({
  ...(stated !== undefined && { stated }),
  ...(replaced !== undefined && { replaced }),
});

/** How the body of each type is read. */
const READ: { readonly [Type in EventType]: (body: StoredBody) => EventBodies[Type] } = {
  'incident.created': whole,
  'incident.ended': (body) => ({ ...numbered(body), ...whole(body) }),
  'incident.transferred': (body) => ({ ...numbered(body), ...whole(body), to: needed(body, 'to') }),
  'incident.signalled': (body) => ({
    ...numbered(body),
    message: needed(body, 'message'),
    ...whole(body),
    ...signal(body),
    ...authored(body),
  }),
  'incident.merged': (body) => ({
    ...numbered(body),
    ...whole(body),
    into: needed(body, 'into'),
    ...byColleague(body),
  }),
  'incident.merged_in': (body) => ({ ...numbered(body), merged: needed(body, 'merged'), ...byColleague(body) }),
  'incident.unmerged': (body) => ({
    ...numbered(body),
    ...whole(body),
    apartFrom: needed(body, 'apartFrom'),
    colleague: needed(body, 'colleague'),
  }),
  'incident.claimed': (body) => ({
    ...numbered(body),
    claim: needed(body, 'claim'),
    takenFrom: body.takenFrom ?? null,
    takeOverReason: body.takeOverReason ?? null,
  }),
  'incident.released': (body) => ({
    ...numbered(body),
    claim: needed(body, 'claim'),
    releasedAs: needed(body, 'releasedAs'),
  }),
  'incident.closed': (body) => ({ ...numbered(body), ...whole(body), closing: needed(body, 'closing') }),
  'incident.reopened': (body) => ({ ...numbered(body), ...whole(body), colleague: needed(body, 'colleague') }),
  'location.updated': (body) => ({
    ...numbered(body),
    location: needed(body, 'location'),
    classOfService: body.classOfService ?? null,
    ...(body.by !== undefined && { by: body.by }),
    ...(body.originClientId !== undefined && { originClientId: body.originClientId }),
    ...(body.tellsSender !== undefined && { tellsSender: body.tellsSender }),
    ...(body.callerPhone !== undefined && { callerPhone: body.callerPhone }),
  }),
  'note.added': (body) => ({ ...numbered(body), note: needed(body, 'note'), ...statement(body) }),
  'media.attached': (body) => ({ ...numbered(body), media: needed(body, 'media') }),
  'transcript.added': (body) => ({
    ...numbered(body),
    words: needed(body, 'words'),
    callStartedAt: body.callStartedAt ?? null,
  }),
  'response.updated': (body) => ({ ...numbered(body), response: needed(body, 'response') }),
  'incident.sent_to_cad': (body) => ({
    ...numbered(body),
    colleague: needed(body, 'colleague'),
    text: needed(body, 'text'),
    receivers: needed(body, 'receivers'),
  }),
  'incident.transfer_opened': (body) => ({
    ...numbered(body),
    transfer: needed(body, 'transfer'),
    reason: body.reason ?? null,
    expiresAt: needed(body, 'expiresAt'),
    colleague: needed(body, 'colleague'),
  }),
  'incident.transfer_ended': (body) => ({
    ...numbered(body),
    transfer: needed(body, 'transfer'),
    isByReceiver: needed(body, 'isByReceiver'),
    colleague: needed(body, 'colleague'),
  }),
  'cad.linked': ofCad,
  'cad.unlinked': (body) => ({ ...ofCad(body), into: needed(body, 'into') }),
  'cad.status_changed': (body) => ({ ...ofCad(body), ...statement(body) }),
  'alert.status_changed': (body) => ({
    ...numbered(body),
    ...whole(body),
    from: needed(body, 'from'),
    ...authored(body),
  }),
  'alert.disposition_changed': (body) => ({ ...numbered(body), ...whole(body), ...authored(body) }),
  'alert.message_added': (body) => ({
    ...numbered(body),
    message: needed(body, 'message'),
    ...authored(body),
    originClientId: body.originClientId ?? null,
    ...(body.tellsSender !== undefined && { tellsSender: body.tellsSender }),
  }),
};

type StoredPlace = Pick<
  IncidentEvent,
  'agencyId' | 'seq' | 'epoch' | 'incidentId' | 'at' | 'traceparent' | 'tracestate'
>;

/** As it is stored, with the installation's epoch; null in a database that no server was started on. */
export type EventRow = StoredRow<'events'> & { readonly epoch: string | null };

const isKnown = (type: string): type is EventType => Object.hasOwn(READ, type);

function readAs<Type extends EventType>(type: Type, place: StoredPlace, body: StoredBody): IncidentEvent<Type> {
  return { ...place, type, body: READ[type](body) };
}

/** Of the versions before, the second is the whole body, and the first that with vendors' names for some members. */
function parseBody(row: Pick<EventRow, 'body' | 'packed' | 'body_version'>, place: BodyPlace): StoredBody {
  const { body, packed, body_version } = row;
  const stored: unknown = packed === null ? JSON.parse(body) : unpack(packed, place.at);
  if (body_version === 1) return fromFirstVersion(stored as FirstBody);
  return body_version === 2 ? (stored as StoredBody) : wholeBody(stored as CompactBody, place);
}

/**
 * A stored event, its body in the newest version. One of a type that only a later version of the server knows has no body:
 * every table has nothing for it. Refuses to read a body that misses what its type has had from the start.
 */
export function readStored(row: EventRow): IncidentEvent {
  const { agency_id: agencyId, seq, incident_id: incidentId, at, traceparent, tracestate } = row;
  const place = {
    agencyId,
    seq,
    epoch: row.epoch ?? '',
    incidentId,
    at,
    ...(traceparent !== null && { traceparent }),
    ...(tracestate !== null && { tracestate }),
  };
  if (!isKnown(row.type)) return { ...place, type: row.type, body: {} } as unknown as IncidentEvent;
  try {
    return readAs(row.type, place, parseBody(row, place));
  } catch (cause) {
    const { agency_id, seq, type, body_version } = row;
    throw new Error(`event ${agency_id}:${seq}, ${type} in version ${body_version}: ${String(cause)}`, { cause });
  }
}
