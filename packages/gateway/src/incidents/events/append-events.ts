import type { Database, Transaction } from '../../database/database.ts';
import { traceHeaders } from '../../kernel/tracing/tracing.ts';
import type { CadFacts } from '../incident/cad-incident.ts';
import type { Facts, Incident, Location } from '../incident/types.ts';
import { digitsOf, normalised, type SearchText } from '../search-index/search-text.ts';
import { writeTexts } from '../search-index/store.ts';
import { applyByType, type ByEventType } from './by-type.ts';
import { writeEvents } from './store.ts';
import type { IncidentEvent, NewEvent } from './types.ts';

type Stated = Pick<SearchText, 'kind'> & { readonly parts: readonly (string | null | undefined)[] };

/** What names a vehicle in what a partner stated. Nothing else of it is searched: it may be about somebody's health. */
const VEHICLE = /plate|vin$/i;

function vehiclesIn(facts: Facts): string[] {
  return Object.values(facts).flatMap((group) =>
    Object.entries(group).flatMap(([name, value]) => (VEHICLE.test(name) && typeof value === 'string' ? [value] : [])),
  );
}

function numberParts(number: string | null, given: string | null): (string | null)[] {
  if (number !== null) return [number.replace('+', '')];
  return [given, given === null ? null : digitsOf(given)];
}

function addressOf(location: Location | null): string | null {
  const civic = location?.civic ?? null;
  if (civic === null) return null;
  return [civic.name, civic.street1, civic.street2, civic.city, civic.state, civic.zipCode].filter(Boolean).join(' ');
}

type Found = Pick<
  Incident,
  'callerName' | 'callerPhoneNumber' | 'callerPhoneGiven' | 'sourceId' | 'description' | 'facts' | 'location'
>;

function factsOf(found: Found): Stated {
  return {
    kind: 'facts',
    parts: [
      found.callerName,
      ...numberParts(found.callerPhoneNumber, found.callerPhoneGiven),
      addressOf(found.location),
      found.sourceId,
      ...vehiclesIn(found.facts),
      found.description,
    ],
  };
}

const cadOf = ({ body }: { body: { cad: CadFacts } }): Stated => ({ kind: 'cad', parts: [body.cad.partnerIncidentId] });

/** By what an incident is found after each type of event. */
const STATED: ByEventType<[], Stated> = {
  // Its id is found by the incidents' own key.
  'incident.created': ({ body: { incident } }) => factsOf(incident),
  'incident.ended': null,
  'incident.transferred': null,
  'incident.signalled': ({ body: { signal } }) => factsOf(signal),
  'incident.merged': null,
  'incident.merged_in': null,
  'incident.unmerged': null,
  'incident.claimed': null,
  'incident.released': null,
  'incident.closed': ({ body }) => ({ kind: 'note', parts: [body.closing.outcome] }),
  'incident.reopened': null,
  'location.updated': ({ body }) => ({ kind: 'address', parts: [addressOf(body.location)] }),
  'note.added': ({ body }) => ({ kind: 'note', parts: [body.note.text] }),
  'media.attached': ({ body }) => ({ kind: 'note', parts: [body.media.description] }),
  'transcript.added': ({ body }) => ({ kind: 'transcript', parts: [body.words.map(({ word }) => word).join(' ')] }),
  'response.updated': ({ body }) => ({ kind: 'note', parts: [body.response.note] }),
  'incident.sent_to_cad': null,
  'incident.transfer_opened': null,
  'incident.transfer_ended': null,
  'cad.linked': cadOf,
  'cad.unlinked': null,
  'cad.status_changed': null,
  'alert.status_changed': null,
  'alert.disposition_changed': null,
  'alert.message_added': ({ body }) => ({ kind: 'message', parts: [body.message.text] }),
};

/** The texts that events add to what their incidents are found by: an address that one of them states already is not added. */
function searchTextsOf(events: readonly NewEvent[]): SearchText[] {
  const texts = events.flatMap((event): SearchText[] => {
    // Its number, which a new event has not yet, states nothing that is searched.
    const stated = applyByType(STATED, event as unknown as IncidentEvent);
    const text = (stated?.parts ?? [])
      .flatMap((part) => (part === null || part === undefined || part.trim() === '' ? [] : [normalised(part)]))
      .join(' | ');
    if (stated === null || text === '') return [];
    const { agencyId, incidentId, at } = event;
    return [{ agencyId, incidentId, kind: stated.kind, text, at }];
  });
  const stating = (address: SearchText) => (other: SearchText) =>
    other.kind === 'facts' && other.incidentId === address.incidentId && other.text.split(' | ').includes(address.text);
  return texts.filter((each) => each.kind !== 'address' || !texts.some(stating(each)));
}

/**
 * Appends events to the agency's log in their order inside the caller's transaction, and notifies readers once after the
 * commit. They are numbered and written last, with those of the units that share the commit, so that the agency's row is locked
 * only while it commits.
 */
export function appendEvents({ database }: { database: Database }, tx: Transaction, events: readonly NewEvent[]): void {
  const agencyIds = new Set(events.map(({ agencyId }) => agencyId));
  for (const agencyId of agencyIds) tx.takeTurn(agencyId);
  const { traceparent = null, tracestate = null } = traceHeaders();
  const texts = searchTextsOf(events);
  // Before the events, whose numbers lock the agency's row.
  if (texts.length > 0) tx.writeLast(writeTexts, texts);
  tx.writeLast(
    writeEvents,
    events.map((event) => ({ ...event, traceparent, tracestate })),
  );
  tx.onCommit(() => {
    for (const agencyId of agencyIds) database.notifier.notify('events', agencyId);
  });
}
