import { MESSAGE_TYPES } from '../../../incidents/alerts/alert-events.ts';
import type { EventType, IncidentEvent } from '../../../incidents/events/types.ts';
import { SYSTEM_AUTHOR } from '../../../incidents/incident/alert-party.ts';
import { newAlertState } from '../../../incidents/incident/alert-state.ts';
import type { Incident, Location } from '../../../incidents/incident/types.ts';

const TEST_TEXT = 'A test of this webhook';
/** The incident that every test tells of; no real one has this id. */
const SAMPLE_ID = '00000000-0000-4000-8000-000000000911';

function sampleIncident(agencyId: string, now: number, location: Location): Incident {
  return {
    id: SAMPLE_ID,
    agencyId,
    kind: 'alert',
    status: 'NEW',
    disposition: null,
    originClientId: null,
    sourceId: 'webhook-test',
    callerName: 'Test Caller',
    callerPhoneNumber: '+15555550100',
    callerPhoneGiven: '+15555550100',
    emergencyType: 'TEST_BURGLARY',
    siteType: null,
    isTest: true,
    description: 'A test of this webhook; there is no emergency',
    suppliedBy: 'Sallyport',
    location,
    facts: {},
    incidentAt: now,
    createdAt: now,
    updatedAt: now,
    listedAt: now,
    signalledAt: null,
    endedAt: null,
    mergedInto: null,
    acceptBy: null,
    alert: newAlertState({ agencyName: 'Test', senderName: 'Sallyport' }),
  };
}

/**
 * Invented events of that type, one for each kind of it that a dialect may tell apart, marked as tests wherever the dialect
 * can say so. They stand in no log.
 */
export function sampleEvents(agencyId: string, type: EventType, now: number): IncidentEvent[] {
  const sample = sampleEvent(agencyId, type, now);
  if (type !== 'alert.message_added') return [sample];
  const text = TEST_TEXT;
  return MESSAGE_TYPES.map((kind) => ({ ...sample, body: { ...sample.body, message: { type: kind, text } } }));
}

function sampleEvent(agencyId: string, type: EventType, now: number): IncidentEvent {
  const location: Location = {
    latitude: 40.7484,
    longitude: -73.9857,
    uncertaintyRadius: 25,
    civic: null,
    source: 'Sallyport',
    locatedAt: now,
  };
  const word = { word: 'test', speaker: 'Caller', startedAt: now, endedAt: now, confidence: 1, languageCode: 'en-US' };
  return {
    agencyId,
    seq: 0,
    incidentId: SAMPLE_ID,
    type,
    at: now,
    body: {
      id: SAMPLE_ID,
      incident: {
        ...sampleIncident(agencyId, now, location),
        disposition: type === 'alert.disposition_changed' ? 'DISPATCHED' : null,
      },
      by: SYSTEM_AUTHOR,
      ...(type === 'incident.signalled' && {
        message: { type: 'MULTI_TRIP_SIGNAL', text: TEST_TEXT },
        signal: { description: TEST_TEXT, location, facts: {} },
      }),
      location,
      classOfService: null,
      note: { text: 'A test of this webhook', author: 'Sallyport' },
      media: { url: 'https://media.sallyport.test/test.jpg', file: null, mediaType: 'photo', description: 'A test' },
      words: [word],
      response: { unit: 'TEST', status: 'Test', note: null },
      to: 'Test',
    },
  };
}
