import { parsePhone, toE164 } from '../../incidents/callers/phone-number.ts';
import type { CadStatement } from '../../incidents/incident/cad-incident.ts';
import { type CivicAddress, coordinatesOf, type Incident, type Location } from '../../incidents/incident/types.ts';
import { placeOf } from '../../incidents/locations/as-received.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import { parseInstant } from '../../kernel/instant.ts';
import { typeWords } from '../requests/emergency-type.ts';
import { type Card, type CardField, inOrder } from './card.ts';
import { type DisplaySchema, type FieldFormat, type GroupSchema, UNDRAWN } from './display-schema.ts';
import { remarksOf, timeRemarkOf } from './remarks.ts';

const UNNAMED_ORDER = 1_000;
/** After what the alert states. */
const SIGNALS_ORDER = 21;
/** After the history of positions. */
const PLACES_ORDER = 32;

/** The address on one line, or null where there is none. */
export function oneLineAddress(civic: CivicAddress | null): string | null {
  if (civic === null) return null;
  const region = [civic.state, civic.zipCode].filter(Boolean).join(' ');
  const line = [civic.name, civic.street1, civic.street2, civic.city, region, civic.country].filter(Boolean).join(', ');
  return line === '' ? null : line;
}

/** `plate_number` reads "Plate number": for facts that no schema names. */
function labelOf(key: string): string {
  const words = key.replaceAll(/[._]/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function textOf(item: unknown): string {
  return JSON.stringify(item, (key, value: unknown) => (UNDRAWN.test(key) ? undefined : value));
}

function* flatten(facts: Readonly<Record<string, unknown>>, prefix = ''): Generator<[string, string]> {
  for (const [name, value] of Object.entries(facts)) {
    const key = `${prefix}${name}`;
    if (value === null || value === undefined || value === '') continue;
    if (Array.isArray(value))
      yield [key, value.map((item) => (typeof item === 'object' ? textOf(item) : item)).join(', ')];
    else if (typeof value === 'object') yield* flatten(value as Record<string, unknown>, `${key}.`);
    else yield [key, String(value)];
  }
}

/** What a calendar has: the instants that can be written as a date; microseconds are distinguished from later milliseconds until 2100. */
const LATEST_MS = 8.64e15;
const YEAR_2100_MS = Date.UTC(2100, 0, 1);

/** A count since 1970 in milliseconds: seconds, milliseconds and microseconds are all in use, and distinguished by their size. */
function fromCount(count: number): number | undefined {
  const milliseconds = Math.round(count < 1e11 ? count * 1_000 : count < 1e14 ? count : count / 1_000);
  return count >= 1e14 && milliseconds > YEAR_2100_MS ? undefined : milliseconds;
}

/**
 * A time as a whole number of milliseconds, or undefined where it is none, outside the calendar, or without an offset: in
 * which zone its sender meant it is not known here.
 */
export function toMilliseconds(value: string): number | undefined {
  const number = Number(value);
  const isNumber = value.trim() !== '' && !Number.isNaN(number);
  const milliseconds = isNumber ? fromCount(number) : parseInstant(value, { now: 0, timeZone: null });
  return milliseconds !== undefined && Math.abs(milliseconds) <= LATEST_MS ? milliseconds : undefined;
}

function drawn(format: FieldFormat, value: string): { format: FieldFormat; value: string } {
  if (format === 'phone') {
    const number = toE164(value);
    return number === undefined ? { format: 'text', value } : { format, value: number };
  }
  if (format === 'timestamp') {
    const milliseconds = toMilliseconds(value);
    if (milliseconds === undefined) return { format: 'text', value };
    return { format, value: new Date(milliseconds).toISOString() };
  }
  // A link is drawn as one only where a browser may follow it.
  if ((format === 'link' || format === 'image') && !/^https?:\/\//i.test(value)) return { format: 'text', value };
  return { format, value };
}

/** Facts as lines, drawn by their schema; without one, each is labelled by its own name. */
export function fieldsOf(schema: GroupSchema | undefined, facts: Readonly<Record<string, unknown>>): CardField[] {
  const named = Object.keys(schema?.fields ?? {});
  const fields: CardField[] = [];
  for (const [key, value] of flatten(facts)) {
    const field = schema !== undefined && Object.hasOwn(schema.fields, key) ? schema.fields[key] : undefined;
    const format = field?.format ?? 'text';
    const order = field === undefined ? UNNAMED_ORDER + fields.length : named.indexOf(key);
    const extension = format === 'phone' || key === 'caller_phone_number' ? parsePhone(value)?.extension : undefined;
    if (extension)
      fields.push({ key: `${key}_extension`, label: 'Extension', order, format: 'text', value: extension });
    if (format === 'hidden' || UNDRAWN.test(key)) continue;
    const words = field?.isName ? typeWords(value) : value;
    fields.push({ key, label: field?.label ?? labelOf(key), order, ...drawn(format, words) });
  }
  return fields.sort((left, right) => left.order - right.order);
}

/** What was stated besides, on one line: `gate: north, door code: 7`; null where nothing was. */
export function membersInWords(members: Readonly<Record<string, unknown>> | undefined): string | null {
  const words = [...flatten(members ?? {})]
    .filter(([key]) => !UNDRAWN.test(key))
    .map(([key, value]) => `${labelOf(key)}: ${value}`);
  return words.length === 0 ? null : words.join(', ');
}

/** What a CAD stated besides, with what that replaces, on one line; null where it stated nothing. */
export function statementInWords({ stated, replaced }: CadStatement): string | null {
  const before = membersInWords(replaced);
  const words = [membersInWords(stated), before === null ? null : `Before: ${before}`].filter((text) => text !== null);
  return words.length === 0 ? null : words.join('. ');
}

function locationFacts(location: Location): Record<string, unknown> {
  const coordinates = coordinatesOf(location);
  const further = Object.entries(location.further ?? {}).map(([key, value]) => [`further.${key}`, value]);
  return {
    coordinates: coordinates === null ? null : `${coordinates.latitude}, ${coordinates.longitude}`,
    uncertainty_radius: location.uncertaintyRadius,
    confidence: typeof location.confidence === 'number' ? `${location.confidence} %` : null,
    height: location.height,
    vertical_uncertainty: location.verticalUncertainty,
    floor: location.floor,
    elevation: location.elevation,
    address: oneLineAddress(location.civic),
    source: location.source,
    located_at: location.locatedAt,
    ...Object.fromEntries(further),
  };
}

/** What was stated after the first signal, in words, with who sent it where that is somebody else. */
function signalsCard({ alert, suppliedBy, callerName, callerPhoneNumber }: Incident): Card[] {
  const signals = alert?.signals ?? [];
  const fields = signals.flatMap((signal, index): Omit<CardField, 'order'>[] => {
    const label = `Signal ${index + 2}`;
    const phone = signal.callerPhoneNumber ?? signal.callerPhoneGiven;
    const stated: Omit<CardField, 'order'> = { key: `${index}.said`, label, format: 'text', value: signal.text };
    if (phone === null || (phone === callerPhoneNumber && signal.callerName === callerName)) return [stated];
    const caller = `${label}, ${signal.callerName ?? 'caller'}`;
    return [stated, { key: `${index}.caller`, label: caller, ...drawn('phone', phone) }];
  });
  const newest = signals.at(-1);
  if (newest === undefined) return [];
  const schema = { id: 'further_signals', title: 'Further signals', order: SIGNALS_ORDER };
  return [
    { ...schema, suppliedBy, receivedAt: newest.at, fields: fields.map((field, order) => ({ ...field, order })) },
  ];
}

/** What was stated of the places where an alert was before, that has no field of its own. */
function earlierPlacesCard({ alert, location: current, suppliedBy }: Incident): Card[] {
  const earlier = (alert?.locations ?? []).filter(
    ({ location }) => current === null || placeOf(location) !== placeOf(current),
  );
  const fields = earlier.flatMap(({ location, at }, index) => {
    const words = membersInWords(location.further);
    if (words === null) return [];
    const label = `${oneLineAddress(location.civic) ?? location.source}, ${toRfc3339(at)}`;
    return [{ key: `${index}.further`, label, order: index, format: 'text', value: words } as const];
  });
  const newest = earlier.at(-1);
  if (newest === undefined || fields.length === 0) return [];
  return [
    { id: 'earlier_places', title: 'Earlier places', order: PLACES_ORDER, suppliedBy, receivedAt: newest.at, fields },
  ];
}

/** The groups that are ours; a sender's own group of such a name is another one. */
const OWN_GROUPS = ['remarks', 'location', 'further_signals', 'earlier_places'];

/**
 * Every group of facts about the incident as a card, drawn by the dialect's schema; a group without one is labelled by its keys. Before
 * them, what could not be read or believed as it was sent.
 */
export function drawCards(incident: Incident, schemas: DisplaySchema): Card[] {
  const remarks = [...remarksOf(incident), ...timeRemarkOf(incident)];
  const groups: [string, Readonly<Record<string, unknown>>][] = Object.entries(incident.facts).map(([id, facts]) => [
    OWN_GROUPS.includes(id) ? `${id}_given` : id,
    facts,
  ]);
  groups.push(['remarks', Object.fromEntries(remarks.map(({ name, text }) => [name, text]))]);
  if (incident.location !== null) groups.push(['location', locationFacts(incident.location)]);
  const cards = groups
    .filter(([id]) => !UNDRAWN.test(id))
    .map(([id, facts]) => {
      const schema = Object.hasOwn(schemas, id) ? schemas[id] : undefined;
      return {
        id,
        title: schema?.title ?? labelOf(id),
        order: schema?.order ?? UNNAMED_ORDER,
        suppliedBy: incident.suppliedBy,
        receivedAt: incident.createdAt,
        fields: fieldsOf(schema, facts),
      };
    })
    .filter(({ fields }) => fields.length > 0);
  return [...cards, ...signalsCard(incident), ...earlierPlacesCard(incident)].sort(inOrder);
}
