import {
  ALERT_TEXT_LENGTHS,
  type Alert,
  type AlertLocation,
  type Civic,
  EMERGENCY_TYPE_NAMES,
  type LogMessage,
  SITE_TYPE_NAMES,
} from '@sallyport/contract';
import { type LogEvent, logMessageOf } from '../../incidents/alerts/log-line.ts';
import type { ClaimedName } from '../../incidents/incident/alert-party.ts';
import {
  type AlertState,
  type CivicAddress,
  coordinatesOf,
  DISPOSITIONS,
  type Disposition,
  displayName,
  type Incident,
  type Location,
  STATUS_WORDS,
} from '../../incidents/incident/types.ts';
import { alertIdOf } from '../requests/alert-id.ts';
import { typeNameOf, typeWords } from '../requests/emergency-type.ts';
import { MESSAGE_TYPE_OF } from './message-types.ts';

/** A type that RapidSOS has no name for is OTHER to programs, and what its sender called it to people. */
function encodeEmergencyType(incident: Incident): Alert['emergency_type'] {
  const given = typeNameOf(incident) ?? 'OTHER';
  const known = EMERGENCY_TYPE_NAMES.find((name) => name === given);
  return { name: known ?? (incident.isTest ? 'TEST_OTHER' : 'OTHER'), display_name: typeWords(given) };
}

/** Null where RapidSOS has no name for it. */
function encodeSiteType(given: string | null): Alert['site_type'] {
  const known = SITE_TYPE_NAMES.find((name) => name === given);
  return known === undefined ? null : { name: known, display_name: displayName(known) };
}

/** The start of a text that is too long, with a mark that it goes on. */
function cut(text: string, length: number): string {
  const letters = [...text];
  if (letters.length <= length) return text;
  const start = letters.slice(0, length - 1).join('');
  return `${start.trimEnd()}…`;
}

/** A status with its words. */
export function encodeStatus<Name extends Incident['status']>(name: Name): { name: Name; display_name: string } {
  return { name, display_name: STATUS_WORDS[name] };
}

/** A disposition with its words; null before there is one. */
export function encodeDisposition(name: Disposition | null): { name: string; display_name: string } | null {
  return name === null ? null : { name, display_name: DISPOSITIONS[name] };
}

/** Every part is null where only a position is known. */
export function encodeCivic(civic: CivicAddress | null): Civic {
  return {
    name: civic?.name ?? null,
    street_1: civic?.street1 ?? null,
    street_2: civic?.street2 ?? null,
    city: civic?.city ?? null,
    state: civic?.state ?? null,
    country: civic?.country ?? null,
    zip_code: civic?.zipCode ?? null,
  };
}

/** A location with both halves; `provided_location` states which of them the source gave. */
export function encodeLocation(location: Location): AlertLocation {
  const coordinates = coordinatesOf(location);
  return {
    provided_location:
      coordinates === null || location.geocoded !== undefined ? 'CIVIC' : location.civic === null ? 'GEODETIC' : 'BOTH',
    geodetic: coordinates && {
      ...coordinates,
      uncertainty_radius: location.uncertaintyRadius ?? -1,
      altitude: location.height ?? null,
      vertical_uncertainty: location.verticalUncertainty ?? null,
      estimated_floor_level: location.floor ?? null,
      elevation: location.elevation ?? null,
    },
    civic: encodeCivic(location.civic),
  };
}

/** True where neither a position nor an address is known, for which RapidSOS has no form. */
function isNowhere(location: Location): boolean {
  return coordinatesOf(location) === null && location.civic === null;
}

/** The alert as the Alert Management API answers it. */
export function encodeAlert(incident: Incident): Alert {
  const { alert } = incident as { alert: AlertState };
  const by = alert.statusChangedBy;
  const emergencyType = encodeEmergencyType(incident);
  return {
    alert_id: alertIdOf(incident),
    source_id: incident.sourceId ?? incident.id,
    incident_time: incident.incidentAt,
    created_time: incident.createdAt,
    last_updated_time: alert.statusChangedAt ?? incident.createdAt,
    dispatch_requested_time: alert.dispatchRequestedAt,
    sla_expiration_time: incident.acceptBy,
    location: incident.location === null || isNowhere(incident.location) ? null : encodeLocation(incident.location),
    location_history: alert.locations.map(({ location, at }) => ({ ...encodeLocation(location), created_at: at })),
    service_provider_name: cut(incident.suppliedBy, ALERT_TEXT_LENGTHS.service_provider_name),
    description: cut(incident.description ?? emergencyType.display_name, ALERT_TEXT_LENGTHS.description),
    emergency_type: emergencyType,
    site_type: encodeSiteType(incident.siteType),
    status: {
      ...(encodeStatus(incident.status) as Pick<Alert['status'], 'name' | 'display_name'>),
      entity_display_name: by?.entityName ?? alert.senderName,
      sender: by?.sender ?? '',
    },
    disposition: encodeDisposition(incident.disposition),
    covering_psap: { id: incident.agencyId, name: alert.agencyName, phone: '' },
    covering_psap_first_viewed_time: alert.firstViewedAt,
    authorized_entity: {
      id: incident.originClientId ?? '',
      name: alert.senderName,
      phone: alert.senderPhone ?? '',
    },
    followers: [...alert.followers],
    supplemental_only: alert.isSupplementalOnly,
    is_chat_enabled: !alert.isSupplementalOnly,
    is_media_enabled: false,
    notified_agencies: [],
    associated_role_type: 'RESPONSIBLE',
    subtype: null,
    test_mode: { test_enabled: incident.isTest, internal: false },
  };
}

/** The id of who stated it, as RapidSOS's own readers know it. */
export function encodeSenderId(senderId: string): string {
  return `RapidSOS-${senderId}`;
}

/** What whoever did it called itself beside the name it is known by, where it did. */
export function encodeClaimedName({ claimedSender, claimedSenderId }: ClaimedName) {
  return {
    ...(claimedSender !== undefined && { claimed_sender: claimedSender }),
    ...(claimedSenderId !== undefined && { claimed_sender_id: claimedSenderId }),
  };
}

/** One line of an alert's log. */
export function encodeLogMessage(event: LogEvent): LogMessage {
  const { kind, text } = logMessageOf(event);
  const { by } = event.body;
  return {
    alert_id: alertIdOf({ id: event.incidentId }),
    message: text,
    message_type: MESSAGE_TYPE_OF[kind],
    sender: by.sender,
    sender_id: encodeSenderId(by.senderId),
    ...encodeClaimedName(by),
    entity_display_name: by.entityName,
    created_at: event.at,
  };
}
