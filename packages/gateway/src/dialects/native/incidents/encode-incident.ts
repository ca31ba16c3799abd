import type * as contract from '@sallyport/contract';
import type { ClosedCards } from '../../../incidents/cards/sensitive-cards.ts';
import type { IncidentEvent } from '../../../incidents/events/types.ts';
import type { CadIncident } from '../../../incidents/incident/cad-incident.ts';
import {
  type Claim,
  type Closing,
  DISPOSITIONS,
  type Incident,
  type ListedIncident,
  type Location,
  type MergedBy,
  STATUS_WORDS,
} from '../../../incidents/incident/types.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';
import { oneLineAddress } from '../../cards/draw-cards.ts';
import { extensionOf, remarksOf } from '../../cards/remarks.ts';
import { alertIdOf } from '../../requests/alert-id.ts';
import { typeNameOf, typeWords } from '../../requests/emergency-type.ts';
import { cardsOf } from './cards/cards-of.ts';
import { encodeCard } from './cards/encode-card.ts';
import { encodeAlertSide } from './encode-alert-side.ts';

/** Who works on an incident. */
export function encodeClaim({ userId, name, at }: Claim): contract.IncidentClaim {
  return { user_id: userId, name, claimed_at: toRfc3339(at) };
}

/** That somebody closed it. */
export function encodeClosing({ userId, name, at, outcome }: Closing): contract.IncidentClosing {
  return { user_id: userId, name, closed_at: toRfc3339(at), outcome };
}

function encodeMerge(into: string, mergedBy: MergedBy | null): contract.IncidentMerge {
  if (mergedBy === null) return { into };
  const { userId, name, at } = mergedBy;
  return { into, by: { user_id: userId, name, merged_at: toRfc3339(at) } };
}

/** Where it is, with whether that was found for an address. */
export function encodePosition(location: Location): contract.IncidentLocation {
  return {
    latitude: location.latitude,
    longitude: location.longitude,
    uncertainty_radius: location.uncertaintyRadius,
    source: location.source,
    located_at: toRfc3339(location.locatedAt),
    civic: oneLineAddress(location.civic),
    ...(location.geocoded !== undefined && {
      geocoded: { match: location.geocoded.match, address: location.geocoded.address },
    }),
  };
}

/** The incident as lists show it. */
export function encodeSummary(incident: ListedIncident): contract.IncidentSummary {
  const { location } = incident;
  const type = typeNameOf(incident);
  const extension = extensionOf(incident);
  const remarks = remarksOf(incident);
  return {
    id: incident.id,
    kind: incident.kind,
    alert_id: incident.kind === 'alert' ? alertIdOf(incident) : null,
    status: { name: incident.status, display_name: STATUS_WORDS[incident.status] },
    emergency_type: type === null ? null : { name: type, display_name: typeWords(type) },
    disposition:
      incident.disposition === null
        ? null
        : { name: incident.disposition, display_name: DISPOSITIONS[incident.disposition] },
    accept_by:
      incident.status === 'DISPATCH_REQUESTED' && incident.acceptBy !== null ? toRfc3339(incident.acceptBy) : null,
    is_test: incident.isTest,
    caller_name: incident.callerName,
    caller_phone_number: incident.callerPhoneNumber,
    ...(incident.callerPhoneNumber === null &&
      incident.callerPhoneGiven !== null && { caller_phone_given: incident.callerPhoneGiven }),
    ...(extension !== null && { caller_phone_extension: extension }),
    description: incident.description,
    supplied_by: incident.suppliedBy,
    location: location && encodePosition(location),
    ...(remarks.length > 0 && { remarks: remarks.map(({ name, text }) => ({ name, display_name: text })) }),
    ...(incident.claim !== null && { claim: encodeClaim(incident.claim) }),
    ...(incident.closing !== null && { closing: encodeClosing(incident.closing) }),
    ...(incident.mergedInto !== null && { merge: encodeMerge(incident.mergedInto, incident.mergedBy) }),
    created_at: toRfc3339(incident.createdAt),
    updated_at: toRfc3339(incident.updatedAt),
    ...(typeof incident.signalledAt === 'number' && { signalled_at: toRfc3339(incident.signalledAt) }),
  };
}

/** The incident as a locked seat rings for it: what came and until when it waits, and nothing of whose it is or where. */
export function encodeRinging(incident: ListedIncident): contract.IncidentSummary {
  const { id, kind, alert_id, status, emergency_type, accept_by, is_test, supplied_by, created_at, ...rest } =
    encodeSummary(incident);
  return {
    ...{ id, kind, alert_id, status, emergency_type, accept_by, is_test, supplied_by, created_at },
    ...{ disposition: null, caller_name: null, caller_phone_number: null, description: null, location: null },
    updated_at: rest.updated_at,
    ...(rest.signalled_at !== undefined && { signalled_at: rest.signalled_at }),
  };
}

/**
 * The incident with its cards: what was stated when it came in, what was added since, and its CAD incidents. Of a sensitive card it is
 * stated that it is there, and not what is in it.
 */
export function encodeIncident(
  incident: Incident,
  history: readonly IncidentEvent[],
  cadIncidents: readonly CadIncident[],
  now: number,
  isAudioLive: boolean,
  closed: ClosedCards,
): contract.Incident {
  const cards = cardsOf({ incident, history, cadIncidents }).map((card) => {
    if (!closed.isSensitive(card.id)) return encodeCard(card);
    return encodeCard({ ...card, fields: [] }, { openings: closed.openings.filter(({ card: id }) => id === card.id) });
  });
  const alert = incident.alert === null ? null : encodeAlertSide(incident, history, now);
  return { ...encodeSummary(incident), is_audio_live: isAudioLive, cards, alert };
}
