import { isWithheld } from '../../incidents/callers/caller-number.ts';
import { parsePhone } from '../../incidents/callers/phone-number.ts';
import { coordinatesOf, type Incident, type ListedIncident } from '../../incidents/incident/types.ts';
import { toRfc3339 } from '../../kernel/clock.ts';

/** What can be remarked upon, with the label of its line. */
export const REMARK_LABELS = {
  no_position: 'Position',
  position_geocoded: 'Position',
  location_time_ahead: 'Time of the position',
  incident_time_ahead: 'Time of the incident',
  caller_phone_withheld: 'Caller number',
  caller_phone_unread: 'Caller number',
} as const;

/** How sure a position is that was found for an address. */
const MATCH_WORDS = {
  address_point: 'at the address point',
  street_range: 'estimated along the street, for',
  street: 'somewhere on',
} as const;

/** What of an incident is not as its sender meant it, or could not be known: by a name for programs, in words for people. */
export interface Remark {
  readonly name: keyof typeof REMARK_LABELS;
  readonly text: string;
}

function* numberRemarks({ callerPhoneNumber, callerPhoneGiven: given }: ListedIncident): Generator<Remark> {
  if (given === null || callerPhoneNumber !== null) return;
  if (isWithheld(given)) {
    yield { name: 'caller_phone_withheld', text: `Number not known: the sender gave “${given.trim()}”` };
  } else {
    yield { name: 'caller_phone_unread', text: `Number not readable in one way, shown as given: ${given.trim()}` };
  }
}

function* locationRemarks({ location }: ListedIncident): Generator<Remark> {
  if (location === null) return;
  if (coordinatesOf(location) === null) {
    yield {
      name: 'no_position',
      text:
        location.civic === null
          ? 'No map position: the sender gave none'
          : 'No map position: the sender gave an address without coordinates',
    };
  }
  if (location.geocoded !== undefined) {
    const { match, address } = location.geocoded;
    yield {
      name: 'position_geocoded',
      text: `Map position from the address, not from a device: ${MATCH_WORDS[match]} ${address}`,
    };
  }
  if (location.saidAt !== undefined) yield { name: 'location_time_ahead', text: aheadText(location.saidAt) };
}

function aheadText(saidAt: number): string {
  return `The sender's clock is ahead: it gave ${toRfc3339(saidAt)}. The time of receipt counts`;
}

/** The remark on when the incident happened, where its sender's clock was ahead. */
export function timeRemarkOf({ alert, facts }: Pick<Incident, 'alert' | 'facts'>): Remark[] {
  const stated = alert === null ? facts['call']?.['said_started_at'] : alert.saidIncidentAt;
  return typeof stated === 'number' ? [{ name: 'incident_time_ahead', text: aheadText(stated) }] : [];
}

/** Every remark on an incident as lists have it, the gravest first. */
export function remarksOf(incident: ListedIncident): Remark[] {
  return [...locationRemarks(incident), ...numberRemarks(incident)];
}

/** The extension a caller's number was given with, or null. */
export function extensionOf({ callerPhoneGiven }: Pick<ListedIncident, 'callerPhoneGiven'>): string | null {
  return callerPhoneGiven === null ? null : (parsePhone(callerPhoneGiven)?.extension ?? null);
}
