import { type TypeFacts, toStoredType } from '../incident/stored-form.ts';
import {
  coordinatesOf,
  displayName,
  type Facts,
  type FurtherSignal,
  type Incident,
  type Location,
} from '../incident/types.ts';
import { placeOf } from '../locations/as-received.ts';
import { metresBetween } from '../locations/distance.ts';
import { linesOf } from './log-line.ts';
import { withLocation } from './relocate-alert.ts';

const SIGNALS_KEPT = 50;
/** After an active assailant. Of two types the graver one stands, of two equally grave ones the later: a burglary does not hide a fire. */
const GRAVITY: readonly (readonly string[])[] = [
  ['FIRE', 'CO', 'MEDICAL', 'CRASH', 'TRAIN_DERAILMENT', 'HOLDUP', 'MOBILE_PANIC', 'SILENT_ALARM'],
  ['BURGLARY'],
];
/** Who the caller is does not change; another one's name and number are the signal's own. */
const CALLER = 'caller';
/** What states which signal it is stays the first one's, too. */
const OF_THE_FIRST = new Set(['source_id', 'incident_time']);
/** Facts that the line has in words of its own. */
const UNLISTED = new Set(['emergency_type', 'description', 'alarm_description']);
/** The same of the caller. */
const NAMED = new Set(['full_name', 'phone_number']);

function gravityOf({ emergencyType, isActiveAssailant }: TypeFacts): number {
  if (isActiveAssailant) return -1;
  const rank = GRAVITY.findIndex((names) => names.includes(emergencyType ?? ''));
  return rank === -1 ? GRAVITY.length : rank;
}

/** The type in words; nothing where none was stated. */
function wordsOf({ emergencyType, isTest }: TypeFacts): string | null {
  return emergencyType === null ? null : `${displayName(emergencyType)}${isTest ? ' (test)' : ''}`;
}

const isStated = (value: unknown) => value !== undefined && value !== null && value !== '';

/** The later facts over the earlier ones, but for what is not stated any more; of the caller what was stated first. */
function withFacts(earlier: Facts, later: Facts): Facts {
  const merged: Record<string, Record<string, unknown>> = Object.fromEntries(
    Object.entries(earlier).map(([name, group]) => [name, { ...group }]),
  );
  for (const [name, group] of Object.entries(later)) {
    const own = Object.hasOwn(merged, name) ? (merged[name] ?? {}) : {};
    const stated = Object.entries(group).filter(([key, value]) => {
      const stays = name === CALLER || OF_THE_FIRST.has(key);
      return isStated(value) && (!stays || !Object.hasOwn(own, key) || !isStated(own[key]));
    });
    merged[name] = { ...own, ...Object.fromEntries(stated) };
  }
  return merged;
}

/** Under which name a fact is kept beside what was stated under its own; null where one of them states the same. */
function freeName(before: Facts[string], key: string, value: unknown): string | null {
  for (let count = 0; ; count += 1) {
    const name = count === 0 ? key : `${key}_of_further_signal${count === 1 ? '' : `_${count}`}`;
    if (!isStated(before[name])) return name;
    if (asText(before[name]) === asText(value)) return null;
  }
}

/**
 * What of another device's facts is new, or of another caller's. What differs on a sensitive card is kept beside what was stated,
 * because no line of the log has it.
 */
function withHidden(earlier: Facts, later: Facts, isSensitive: (card: string) => boolean): Facts {
  return Object.fromEntries(
    Object.entries(later).map(([name, group]) => {
      const before = Object.hasOwn(earlier, name) ? (earlier[name] ?? {}) : {};
      const kept = Object.entries(group).flatMap(([key, value]) => {
        if (!isStated(before[key])) return [[key, value]];
        const free = isSensitive(name) && isStated(value) ? freeName(before, key, value) : null;
        return free === null ? [] : [[free, value]];
      });
      return [name, Object.fromEntries(kept)];
    }),
  );
}

/** A wider circle around where the alert is already has nothing new about the place. */
function isBetter(location: Location, than: Location | null): boolean {
  if (than === null) return true;
  const [isPlaced, wasPlaced] = [coordinatesOf(location) !== null, coordinatesOf(than) !== null];
  if (isPlaced !== wasPlaced) return isPlaced;
  const [own, other] = [location.uncertaintyRadius, than.uncertaintyRadius];
  const isWider = other !== null && (own === null || own > other);
  return !isWider || metresBetween(location, than) > (own ?? 0);
}

const asText = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/**
 * What in the signal's facts was not stated before, as lines a person can read, with what was stated instead. Of a sensitive card only
 * that there is something, because the line is read by whoever reads the alert.
 */
function newFacts(earlier: Facts, later: Facts, isSensitive: (card: string) => boolean): string[] {
  return Object.entries(later).flatMap(([name, group]) => {
    const before = Object.hasOwn(earlier, name) ? (earlier[name] ?? {}) : {};
    const unlisted = name === CALLER ? NAMED : UNLISTED;
    const stated = Object.entries(group).filter(
      ([key, value]) => isStated(value) && !unlisted.has(key) && asText(value) !== asText(before[key]),
    );
    if (stated.length > 0 && isSensitive(name)) return [`${name.replaceAll('_', ' ')}: stated anew, see its card`];
    return stated.map(([key, value]) => {
      const was = isStated(before[key]) ? `, before: ${asText(before[key])}` : '';
      return `${key.replaceAll('_', ' ')}: ${asText(value)}${was}`;
    });
  });
}

/** The facts with what was stated of the place that has no field of its own. */
function withPlace({ facts, location }: Pick<Incident, 'facts' | 'location'>): Facts {
  return { ...facts, place: location?.further ?? {} };
}

/** What is new in a signal, in lines of the log: its type, what it describes, who sent it, other facts; and what it replaces. */
function textsOf(
  alert: Incident,
  signal: Omit<Incident, 'agencyId'>,
  { isReplacing, isSensitive }: { isReplacing: boolean; isSensitive: (card: string) => boolean },
): readonly [string, ...string[]] {
  const { emergencyType, description, callerName, callerPhoneNumber, callerPhoneGiven } = signal;
  const phone = callerPhoneNumber ?? callerPhoneGiven;
  const isOtherType = emergencyType !== null && emergencyType !== alert.emergencyType;
  const isOtherText = description !== null && description !== alert.description;
  const isOtherCaller =
    callerName !== alert.callerName || phone !== (alert.callerPhoneNumber ?? alert.callerPhoneGiven);
  const before = [isOtherType ? wordsOf(alert) : null, isOtherText ? alert.description : null].filter(isStated);
  const stated = [
    isOtherType ? wordsOf(signal) : null,
    description,
    isOtherCaller ? `Caller: ${[callerName, phone].filter(isStated).join(', ')}` : null,
    ...newFacts(withPlace(alert), withPlace(signal), isSensitive),
    isReplacing && before.length > 0 ? `Before: ${before.join(', ')}` : null,
  ].filter((text): text is string => isStated(text));
  return linesOf(stated.length === 0 ? ['A further signal of this site'] : stated);
}

/** What a report of an alert states, as far as it can be new. */
type StatedOfAlert = Pick<
  Incident,
  keyof TypeFacts | 'siteType' | 'description' | 'callerName' | 'callerPhoneGiven' | 'location' | 'facts'
> & { readonly isSupplementalOnly: boolean };

/** True where everything that is stated was stated of the alert before: what is left out now is not taken back. */
export function hasNothingNew(stated: StatedOfAlert, alert: Incident): boolean {
  const isKnown = (value: string | null, known: string | null) => value === null || value === known;
  const { location, facts } = stated;
  const places = [alert.location, ...(alert.alert?.locations ?? []).map((kept) => kept.location)];
  return (
    isKnown(toStoredType(stated), toStoredType(alert)) &&
    isKnown(stated.siteType, alert.siteType) &&
    isKnown(stated.description, alert.description) &&
    isKnown(stated.callerName, alert.callerName) &&
    isKnown(stated.callerPhoneGiven, alert.callerPhoneGiven) &&
    (location === null || places.some((place) => place !== null && placeOf(place) === placeOf(location))) &&
    stated.isSupplementalOnly === (alert.alert?.isSupplementalOnly ?? false) &&
    Object.entries(facts).every(([name, group]) =>
      Object.entries(group).every(([key, value]) => {
        const known = Object.hasOwn(alert.facts, name) ? alert.facts[name]?.[key] : undefined;
        return !isStated(value) || asText(value) === asText(known);
      }),
    )
  );
}

/**
 * The alert with a further signal of it, and what is new in that, in words, one line or more. What the signal knows better stands: a graver or
 * later type with its description, facts that were missing or are newer, a nearer place. The first caller stays the caller.
 * Nothing is lost: each signal is kept with its caller, and its lines of the log have all it stated.
 */
export function withSignal(
  alert: Incident,
  signal: Omit<Incident, 'agencyId'>,
  { at, isSensitive }: { at: number; isSensitive: (card: string) => boolean },
): { alert: Incident; texts: readonly [string, ...string[]] } {
  if (alert.alert === null) throw new Error('only an alert has further signals');
  const { callerName, callerPhoneNumber, callerPhoneGiven, emergencyType, sourceId, location } = signal;
  const isGraver = emergencyType !== null && gravityOf(signal) <= gravityOf(alert);
  const isAbout = isGraver || emergencyType === null;
  // Under the same id it is the sender's newer word about the same thing; under another one it is of another device.
  const isReplacing = isAbout && sourceId !== null && sourceId === alert.sourceId;
  const texts = textsOf(alert, signal, { isReplacing, isSensitive });
  const [text] = texts;
  const hidden = withHidden(alert.facts, signal.facts, isSensitive);
  const replacing = { ...signal.facts, ...(hidden[CALLER] && { [CALLER]: hidden[CALLER] }) };
  const kept: FurtherSignal = { at, sourceId, callerName, callerPhoneNumber, callerPhoneGiven, text };
  const hasNumber = alert.callerPhoneNumber !== null;
  const signalled: Incident = {
    ...alert,
    emergencyType: isGraver ? emergencyType : alert.emergencyType,
    isActiveAssailant: isGraver ? signal.isActiveAssailant : alert.isActiveAssailant,
    description: (isAbout ? signal.description : null) ?? alert.description ?? signal.description,
    siteType: signal.siteType ?? alert.siteType,
    callerName: alert.callerName ?? callerName,
    callerPhoneNumber: alert.callerPhoneNumber ?? callerPhoneNumber,
    callerPhoneGiven: hasNumber ? alert.callerPhoneGiven : (callerPhoneGiven ?? alert.callerPhoneGiven),
    facts: withFacts(alert.facts, isReplacing ? replacing : hidden),
    updatedAt: at,
    listedAt: at,
    signalledAt: at,
    alert: {
      ...alert.alert,
      siteId: alert.alert.siteId ?? signal.alert?.siteId ?? null,
      senderPhone: signal.alert?.senderPhone ?? alert.alert.senderPhone,
      isSupplementalOnly: alert.alert.isSupplementalOnly && signal.alert?.isSupplementalOnly === true,
      signals: [...alert.alert.signals, kept].slice(-SIGNALS_KEPT),
    },
  };
  if (location === null) return { alert: signalled, texts };
  const moved = withLocation(signalled, location, at);
  return { alert: { ...moved, location: isBetter(location, alert.location) ? location : alert.location }, texts };
}
