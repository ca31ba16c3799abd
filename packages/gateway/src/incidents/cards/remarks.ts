import { isWithheld } from '../caller-number.ts';
import { parsePhone } from '../phone-number.ts';
import type { ListedIncident } from '../types.ts';

/** What of an incident is not as its sender meant it, or could not be known: by a name for programs, in words for people. */
export interface Remark {
  readonly name: 'caller_phone_withheld' | 'caller_phone_unread';
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

/** Every remark on an incident, the gravest first. */
export function remarksOf(incident: ListedIncident): Remark[] {
  return [...numberRemarks(incident)];
}

/** The extension a caller's number was given with, or null. */
export function extensionOf({ callerPhoneGiven }: Pick<ListedIncident, 'callerPhoneGiven'>): string | null {
  return callerPhoneGiven === null ? null : (parsePhone(callerPhoneGiven)?.extension ?? null);
}
