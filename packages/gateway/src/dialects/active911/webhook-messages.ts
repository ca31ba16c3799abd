import type { Active911Webhook } from '@sallyport/contract';
import { oneNameEach, type WebhookEncoder } from '../../delivery/webhooks/encoders/types.ts';
import type { EventType, IncidentEvent } from '../../incidents/events/types.ts';
import { coordinatesOf, type Incident } from '../../incidents/incident/types.ts';
import { toLocalTime } from '../../kernel/local-time.ts';
import { addressOf, descriptionOf, detailsOf } from './encode-alert.ts';

/** Who the alert is for, and the number by which the API knows it; 0 for the incident of a test. */
export interface AlertNumbers {
  readonly agencyName: string;
  readonly timeZone: string;
  readonly agencyNumber: number;
  readonly alertNumber: number;
}

function encodeWebhook(incident: Incident, numbers: AlertNumbers): Active911Webhook {
  const { location } = incident;
  const coordinates = coordinatesOf(location);
  const { address, ...parts } = addressOf(incident);
  const received = toLocalTime(incident.createdAt, numbers.timeZone);
  return {
    agency: { name: numbers.agencyName, id: numbers.agencyNumber, timezone: numbers.timeZone },
    alert: {
      id: String(numbers.alertNumber),
      city: parts.city,
      coordinate_source: location?.source ?? '',
      cross_street: parts.cross_street,
      custom_identifiers: '',
      description: descriptionOf(incident),
      details: detailsOf(incident, []),
      dispatch_coords: coordinates === null ? '' : `${coordinates.latitude},${coordinates.longitude}`,
      lat: location?.latitude ?? 0,
      lon: location?.longitude ?? 0,
      map_address: [address, parts.city, parts.state].filter((part) => part !== '').join(', '),
      map_code: '',
      pagegroups: [],
      place: parts.place,
      priority: '',
      received: received.text,
      received_offset: received.offset,
      source: incident.suppliedBy,
      stamp: Math.floor(incident.createdAt / 1000),
      state: parts.state,
      unit: parts.unit,
      units: '',
    },
  };
}

/** By which of Active911's messages each type of event is encoded: it has none for what happens to an alert later. */
const NAME_OF: Readonly<Record<EventType, 'alert' | null>> = {
  'incident.created': 'alert',
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
  'note.added': null,
  'media.attached': null,
  'transcript.added': null,
  'response.updated': null,
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

/** New alerts, as Active911 posts them to an agency's own address. */
export function active911Webhooks(findNumbers: (event: IncidentEvent) => Promise<AlertNumbers>): WebhookEncoder {
  return {
    ...oneNameEach(['alert'], NAME_OF),
    async encode(event) {
      if (event.type !== 'incident.created') throw new Error(`Active911 has no shape for ${event.type}`);
      return encodeWebhook(event.body.incident, await findNumbers(event));
    },
  };
}
