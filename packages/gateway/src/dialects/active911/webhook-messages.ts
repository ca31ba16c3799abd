import type { Active911Webhook } from '@sallyport/contract';
import type { WebhookEncoder } from '../../delivery/webhooks/encoders/types.ts';
import type { IncidentEvent } from '../../incidents/events/types.ts';
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

/** New alerts, as Active911 posts them to an agency's own address. It tells of nothing that happens to an alert later. */
export function active911Webhooks(findNumbers: (event: IncidentEvent) => Promise<AlertNumbers>): WebhookEncoder {
  return {
    eventTypes: { alert: ['incident.created'] },
    nameOf: ({ type }) => (type === 'incident.created' ? 'alert' : null),
    encode: async (event) => encodeWebhook(event.body['incident'] as Incident, await findNumbers(event)),
  };
}
