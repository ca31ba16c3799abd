import type { Active911Alert, Active911Reference } from '@sallyport/contract';
import { applyByType, type ByEventType } from '../../incidents/events/by-type.ts';
import type { IncidentEvent } from '../../incidents/events/types.ts';
import type { UnitResponse } from '../../incidents/incident/change.ts';
import type { Incident } from '../../incidents/incident/types.ts';
import { typeNameOf } from '../requests/emergency-type.ts';
import { toActive911Instant, toCoordinate } from './envelope.ts';

/** A unit's word about an incident, as the log has it. */
interface LoggedResponse extends UnitResponse {
  readonly at: number;
}

/** What an alert states of one event: a line of its details, or a response. */
interface Stated {
  readonly line?: string;
  readonly response?: LoggedResponse;
}

/** What an alert states of each type of event beside the incident as it stands. */
const STATED: ByEventType<[], Stated> = {
  'incident.created': null,
  'incident.ended': null,
  'incident.transferred': null,
  'incident.signalled': null,
  'incident.merged': null,
  'incident.merged_in': null,
  'incident.unmerged': null,
  'incident.claimed': null,
  'incident.released': null,
  'incident.closed': null,
  'incident.reopened': null,
  'location.updated': null,
  'note.added': ({ at, body: { note } }) => ({
    line: `${toActive911Instant(at).slice(11)} ${note.author}: ${note.text}`,
  }),
  'media.attached': null,
  'transcript.added': null,
  'response.updated': ({ at, body }) => ({ response: { ...body.response, at } }),
  'incident.sent_to_cad': null,
  'incident.transfer_opened': null,
  'incident.transfer_ended': null,
  'cad.linked': null,
  'cad.unlinked': null,
  'cad.status_changed': null,
  'alert.status_changed': null,
  'alert.disposition_changed': null,
  'alert.message_added': null,
};

/** What units stated, oldest first. */
function responsesOf(history: readonly IncidentEvent[]): LoggedResponse[] {
  return history.flatMap((event) => applyByType(STATED, event)?.response ?? []);
}

/** What an incident without a type of emergency is called in a list. */
const KIND_WORDS: Readonly<Record<Incident['kind'], string>> = {
  alert: 'Alert',
  call: '9-1-1 call',
  cad: 'CAD incident',
};

/** What it is about, in a word or two. */
export function descriptionOf(incident: Incident): string {
  return typeNameOf(incident) ?? KIND_WORDS[incident.kind];
}

/** What is known, a line each: the description, the caller, then notes as they came. */
export function detailsOf(
  { description, callerName, callerPhoneGiven }: Incident,
  history: readonly IncidentEvent[],
): string {
  const caller = [callerName, callerPhoneGiven].filter((part) => part !== null).join(' ');
  const notes = history.flatMap((event) => applyByType(STATED, event)?.line ?? []);
  return [description ?? '', caller === '' ? '' : `Caller: ${caller}`, ...notes]
    .filter((line) => line !== '')
    .join('\n');
}

/** The parts of its address that Active911 has a field for; what is not known is empty. */
export function addressOf({ location }: Pick<Incident, 'location'>) {
  const civic = location?.civic;
  return {
    // An address in one line, as call-handling equipment sends it, is the name of the place in the model.
    place: civic?.street1 == null ? '' : (civic.name ?? ''),
    address: civic?.street1 ?? civic?.name ?? '',
    unit: civic?.street2 ?? '',
    cross_street: '',
    city: civic?.city ?? '',
    state: civic?.state ?? '',
  };
}

/**
 * An incident as Active911 encodes an alert, keys in the order of a captured one. What the model has no word for is empty;
 * `responses` has one entry for each time a unit answered, of a unit that is a device.
 */
export function encodeAlert(
  incident: Incident,
  stated: {
    number: number;
    agency: Active911Reference;
    history: readonly IncidentEvent[];
    /** Null where the token may not read responses. */
    deviceOf: ((unit: string) => Active911Reference | undefined) | null;
  },
): Active911Alert {
  const { location } = incident;
  const { deviceOf } = stated;
  const responses = deviceOf === null ? [] : responsesOf(stated.history);
  return {
    id: String(stated.number),
    received: toActive911Instant(incident.createdAt),
    sent: toActive911Instant(incident.createdAt),
    priority: '',
    description: descriptionOf(incident),
    details: detailsOf(incident, stated.history),
    external_data: '',
    ...addressOf(incident),
    latitude: toCoordinate(location?.latitude),
    longitude: toCoordinate(location?.longitude),
    source: incident.suppliedBy,
    units: [...new Set(responses.map(({ unit }) => unit))].join(' '),
    cad_code: '',
    map_code: '',
    agency: stated.agency,
    pagegroups: [],
    responses: responses.flatMap(({ unit, status, at }) => {
      const device = deviceOf?.(unit);
      return device === undefined ? [] : [{ response: status, timestamp: toActive911Instant(at), device }];
    }),
  };
}
