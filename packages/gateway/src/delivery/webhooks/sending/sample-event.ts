import {
  mediaAttached,
  noteAdded,
  responseUpdated,
  transcriptAdded,
} from '../../../incidents/events/addition-events.ts';
import { dispositionChanged, messageAdded, statusChanged } from '../../../incidents/events/alert-events.ts';
import { MESSAGE_KINDS } from '../../../incidents/events/bodies.ts';
import { cadLinked, cadStatusChanged, cadUnlinked, incidentSentToCad } from '../../../incidents/events/cad-events.ts';
import {
  alertRelocated,
  incidentCreated,
  incidentEnded,
  incidentMerged,
  incidentMergedIn,
  incidentSignalled,
  incidentTransferred,
  incidentUnmerged,
} from '../../../incidents/events/incident-events.ts';
import { transferEnded, transferOpened } from '../../../incidents/events/transfer-events.ts';
import type { EventType, IncidentEvent, NewEvent } from '../../../incidents/events/types.ts';
import {
  incidentClaimed,
  incidentClosed,
  incidentReleased,
  incidentReopened,
} from '../../../incidents/events/work-events.ts';
import { SYSTEM_AUTHOR } from '../../../incidents/incident/alert-party.ts';
import { newAlertState } from '../../../incidents/incident/alert-state.ts';
import type { CadIncident } from '../../../incidents/incident/cad-incident.ts';
import { type Incident, type Location, NOTHING_YET } from '../../../incidents/incident/types.ts';

const TEST_TEXT = 'A test of this webhook';
/** The incident that every test is about; no real one has this id. */
const SAMPLE_ID = '00000000-0000-4000-8000-000000000911';

/** What the samples are made of. */
interface Sample {
  readonly incident: Incident;
  readonly location: Location;
  readonly cad: CadIncident;
  readonly entry: { readonly id: string; readonly at: number; readonly by: typeof SYSTEM_AUTHOR };
}

function sampleLocation(now: number): Location {
  return {
    latitude: 40.7484,
    longitude: -73.9857,
    uncertaintyRadius: 25,
    civic: null,
    source: 'Sallyport',
    locatedAt: now,
  };
}

function sampleIncident(agencyId: string, now: number, location: Location): Incident {
  return {
    id: SAMPLE_ID,
    agencyId,
    kind: 'alert',
    status: 'NEW',
    originClientId: null,
    sourceId: 'webhook-test',
    callerName: 'Test Caller',
    callerPhoneNumber: '+15555550100',
    callerPhoneGiven: '+15555550100',
    emergencyType: 'BURGLARY',
    siteType: null,
    isTest: true,
    isActiveAssailant: false,
    description: 'A test of this webhook; there is no emergency',
    suppliedBy: 'Sallyport',
    location,
    facts: {},
    incidentAt: now,
    createdAt: now,
    updatedAt: now,
    listedAt: now,
    ...NOTHING_YET,
    alert: newAlertState({ agencyName: 'Test', senderName: 'Sallyport' }),
  };
}

function sampleCad(agencyId: string, now: number): CadIncident {
  return {
    id: SAMPLE_ID,
    agencyId,
    clientId: '',
    partnerIncidentId: 'webhook-test',
    suppliedBy: 'Sallyport',
    callerPhoneNumber: null,
    sipCallId: null,
    position: null,
    incidentId: SAMPLE_ID,
    matchedBy: null,
    status: null,
    further: {},
    askedAt: now,
    createdAt: now,
    updatedAt: now,
  };
}

const MEDIA = {
  url: 'https://media.sallyport.test/test.jpg',
  file: null,
  mediaType: 'photo',
  description: 'A test',
} as const;
const CLAIM = { userId: SAMPLE_ID, name: 'Sallyport', at: 0, seat: SAMPLE_ID };
const TRANSFER = { id: SAMPLE_ID, toAgencyId: 'test', toAgencyName: 'Test' };
const WORD = { word: 'test', speaker: 'Caller', confidence: 1, languageCode: 'en-US' } as const;

/** Each type of event, one for each kind of it that a dialect may distinguish. */
const SAMPLES: { readonly [Type in EventType]: (sample: Sample) => readonly NewEvent<Type>[] } = {
  'incident.created': ({ incident }) => [incidentCreated(incident)],
  'incident.ended': ({ incident, entry }) => [incidentEnded(incident, entry)],
  'incident.transferred': ({ incident, entry }) => [incidentTransferred(incident, 'Test', entry)],
  'incident.signalled': ({ incident, entry }) => [
    incidentSignalled(incident, { signal: { ...incident, description: TEST_TEXT }, text: TEST_TEXT }, entry),
  ],
  'incident.merged': ({ incident, entry }) => [incidentMerged(incident, { into: SAMPLE_ID, colleague: CLAIM }, entry)],
  'incident.merged_in': ({ incident, entry }) => [
    incidentMergedIn(incident, { merged: SAMPLE_ID, colleague: CLAIM }, entry),
  ],
  'incident.unmerged': ({ incident, entry }) => [
    incidentUnmerged(incident, { apartFrom: SAMPLE_ID, colleague: CLAIM }, entry),
  ],
  'incident.claimed': ({ incident, entry }) => [
    incidentClaimed(incident, { claim: CLAIM, takenFrom: null, takeOverReason: null }, entry),
  ],
  'incident.released': ({ incident, entry }) => [
    incidentReleased(incident, { claim: CLAIM, releasedAs: 'given_back' }, entry),
  ],
  'incident.closed': ({ incident, entry }) => [incidentClosed(incident, { ...CLAIM, outcome: TEST_TEXT }, entry)],
  'incident.reopened': ({ incident, entry }) => [incidentReopened(incident, CLAIM, entry)],
  'location.updated': ({ incident, location, entry }) => [alertRelocated(incident, location, entry)],
  'note.added': ({ incident, entry }) => [noteAdded(incident, { text: TEST_TEXT, author: 'Sallyport' }, entry)],
  'media.attached': ({ incident, entry }) => [mediaAttached(incident, MEDIA, entry)],
  'transcript.added': ({ incident, entry }) => {
    const { at } = entry;
    return [transcriptAdded(incident, [{ ...WORD, startedAt: at, endedAt: at }], entry)];
  },
  'response.updated': ({ incident, entry }) => [
    responseUpdated(incident, { unit: 'TEST', status: 'Test', note: null }, entry),
  ],
  'incident.sent_to_cad': ({ incident, entry }) => [
    incidentSentToCad(incident, { colleague: CLAIM, text: TEST_TEXT, receivers: ['Test'] }, entry),
  ],
  'incident.transfer_opened': ({ incident, entry }) => [
    transferOpened(incident, { ...TRANSFER, reason: TEST_TEXT, expiresAt: entry.at, madeBy: CLAIM }, entry),
  ],
  'incident.transfer_ended': ({ incident, entry }) => [
    transferEnded(incident, TRANSFER, { ...CLAIM, agencyId: incident.agencyId }, entry),
  ],
  'cad.linked': ({ cad, entry }) => [cadLinked(cad, SAMPLE_ID, entry)],
  'cad.unlinked': ({ cad, entry }) => [cadUnlinked(cad, { incidentId: SAMPLE_ID, into: SAMPLE_ID }, entry)],
  'cad.status_changed': ({ cad, entry }) => [cadStatusChanged(cad, SAMPLE_ID, entry)],
  'alert.status_changed': ({ incident, entry }) => [statusChanged(incident, 'NEW', entry)],
  'alert.disposition_changed': ({ incident, entry }) => [
    dispositionChanged({ ...incident, disposition: 'DISPATCHED' }, entry),
  ],
  'alert.message_added': ({ incident, entry }) =>
    MESSAGE_KINDS.map((kind) => messageAdded(incident, { kind, text: TEST_TEXT }, entry)),
};

/** Invented events of that type, marked as tests wherever the dialect can state it. They are in no log. */
export function sampleEvents(agencyId: string, type: EventType, now: number, epoch = ''): IncidentEvent[] {
  const location = sampleLocation(now);
  const sample: Sample = {
    incident: sampleIncident(agencyId, now, location),
    location,
    cad: sampleCad(agencyId, now),
    entry: { id: SAMPLE_ID, at: now, by: SYSTEM_AUTHOR },
  };
  const made: readonly NewEvent[] = SAMPLES[type](sample);
  return made.map((event) => ({ ...event, seq: 0, epoch }));
}
