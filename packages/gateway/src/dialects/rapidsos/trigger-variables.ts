import { toMilliseconds } from '../../incidents/cards/build-cards.ts';
import type { AlertReport } from '../../incidents/raise-alert.ts';
import type { CivicAddress, Facts, Location } from '../../incidents/types.ts';
import { refuse } from '../../kernel/errors.ts';

type Group = Readonly<Record<string, unknown>>;

/** What RapidSOS calls a group, in the model's words. Groups that are not here keep their own name. */
const GROUP_NAMES: Readonly<Record<string, string>> = { user: 'caller', event: 'alarm', alert_profile: 'alarm' };
/** Parts of a group that become the incident itself, so that they are not shown twice. */
const LOCATION_KEYS = new Set(['location', 'latitude', 'longitude', 'uncertainty']);
const FLAT_KEYS = new Set(['user_name', 'user_phone', 'location', 'updated_location']);

function groupNameOf(name: string): string {
  return Object.hasOwn(GROUP_NAMES, name) ? (GROUP_NAMES[name] ?? name) : name;
}

function group(value: unknown): Group {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Group) : {};
}

function text(value: unknown, name: string, maximumLength: number): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw refuse.invalidRequest({ description: `${name} must be text` });
  }
  const trimmed = String(value).trim();
  if (trimmed.length > maximumLength) {
    throw refuse.invalidRequest({ description: `${name} has at most ${maximumLength} characters` });
  }
  return trimmed === '' ? null : trimmed;
}

function required(value: string | null, name: string): string {
  if (value === null) throw refuse.invalidRequest({ description: `${name} is missing` });
  return value;
}

/** Numbers arrive as numbers and as text. Refuses what is neither, or outside the range. */
function number(value: unknown, name: string, minimum: number, maximum: number): number {
  const isNumeric = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
  const parsed = isNumeric ? Number(value) : Number.NaN;
  if (value === undefined || value === null || value === '') {
    throw refuse.invalidRequest({ description: `${name} is missing` });
  }
  if (!Number.isFinite(parsed) || parsed < minimum || parsed > maximum) {
    throw refuse.invalidRequest({ description: `${name} must be a number from ${minimum} to ${maximum}` });
  }
  return parsed;
}

/** True and false arrive as such and as text; missing is false. */
function flag(value: unknown, name: string): boolean {
  if (value === undefined || value === null || value === '') return false;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw refuse.invalidRequest({ description: `${name} must be true or false` });
}

function readCivic(value: unknown): CivicAddress | null {
  const civic = group(value);
  if (Object.keys(civic).length === 0) return null;
  const part = (key: string, maximumLength: number) => text(civic[key], `location.civic.${key}`, maximumLength);
  return {
    name: part('name', 200),
    street1: part('street_1', 200),
    street2: part('street_2', 200),
    city: part('city', 128),
    state: part('state', 32),
    country: part('country', 32),
    zipCode: part('zip_code', 10),
  };
}

interface Position {
  readonly prefix: string;
  readonly group: Group;
  readonly civic: unknown;
}

/** Where the position stands: `event.location.geodetic`, `event_info`, or the flat `location`, the first there is. */
function findPosition(variables: Group): Position {
  const eventLocation = group(group(variables['event'])['location']);
  if (eventLocation['geodetic'] !== undefined) {
    return {
      prefix: 'event.location.geodetic',
      group: group(eventLocation['geodetic']),
      civic: eventLocation['civic'],
    };
  }
  const flat = group(variables['location']);
  if (flat['geodetic'] !== undefined) {
    return { prefix: 'location.geodetic', group: group(flat['geodetic']), civic: flat['civic'] };
  }
  if (flat['latitude'] !== undefined || flat['longitude'] !== undefined) {
    return { prefix: 'location', group: flat, civic: flat['civic'] };
  }
  const eventInfo = group(variables['event_info']);
  if (eventInfo['latitude'] !== undefined) return { prefix: 'event_info', group: eventInfo, civic: undefined };
  throw refuse.invalidRequest({
    description:
      'A location is missing: send location or event.location.geodetic with latitude, longitude and uncertainty',
  });
}

function locationAt(position: Position, suppliedBy: string, locatedAt: number): Location {
  const { prefix } = position;
  const uncertainty = position.group['uncertainty'] ?? position.group['uncertainty_radius'];
  return {
    latitude: number(position.group['latitude'], `${prefix}.latitude`, -90, 90),
    longitude: number(position.group['longitude'], `${prefix}.longitude`, -180, 180),
    uncertaintyRadius: number(uncertainty, `${prefix}.uncertainty`, 0, 1_000_000),
    civic: readCivic(position.civic),
    source: suppliedBy,
    locatedAt,
  };
}

function readFacts(variables: Group): Facts {
  const facts: Record<string, Record<string, unknown>> = {};
  for (const [name, value] of Object.entries(variables)) {
    const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (FLAT_KEYS.has(name)) continue;
    const target = isGroup ? groupNameOf(name) : 'alarm';
    const entries = isGroup
      ? Object.entries(value).filter(([key]) => !LOCATION_KEYS.has(key))
      : [[name, value] as const];
    facts[target] = { ...facts[target], ...Object.fromEntries(entries) };
  }
  const user = group(variables['user']);
  facts['caller'] = {
    ...facts['caller'],
    full_name: user['full_name'] ?? variables['user_name'],
    phone_number: user['phone_number'] ?? variables['user_phone'],
  };
  return facts;
}

/**
 * A callflow's variables in the model's words. Required, as RapidSOS states for every trigger: a user name, a user phone
 * number, and a location of latitude, longitude and uncertainty (metres). Groups as in the sandbox's callflow, or the flat
 * `user_name`, `user_phone`, `location`. Unknown groups and fields are kept as facts.
 */
export function readTriggerVariables(variables: Group, defaults: { suppliedBy: string; now: number }): AlertReport {
  const user = group(variables['user']);
  const event = { ...group(variables['alert_profile']), ...group(variables['event']) };
  const eventInfo = group(variables['event_info']);
  const happened = event['incident_time'] ?? eventInfo['time'] ?? '';
  const incidentAt = happened === '' ? defaults.now : toMilliseconds(String(happened));
  if (incidentAt === undefined) {
    throw refuse.invalidRequest({ description: 'event.incident_time must be a time in milliseconds since 1970' });
  }
  const suppliedBy = text(event['service_provider_name'], 'service_provider_name', 100) ?? defaults.suppliedBy;
  return {
    callerName: required(
      text(user['full_name'] ?? variables['user_name'], 'The user name (user.full_name)', 200),
      'The user name (user.full_name or user_name)',
    ),
    callerPhoneGiven: required(
      text(user['phone_number'] ?? variables['user_phone'], 'The user phone (user.phone_number)', 200),
      'The user phone (user.phone_number or user_phone)',
    ),
    location: locationAt(findPosition(variables), suppliedBy, incidentAt),
    sourceId: text(event['source_id'] ?? variables['source_id'], 'event.source_id', 100),
    emergencyType: text(event['emergency_type'], 'event.emergency_type', 50),
    siteType: text(event['site_type'], 'event.site_type', 50),
    description: text(event['description'] ?? variables['alarm_description'], 'event.description', 1_000),
    suppliedBy,
    incidentAt,
    isTimeGiven: happened !== '',
    facts: readFacts(variables),
    siteId: text(event['site_id'] ?? variables['site_id'], 'event.site_id', 100),
    senderPhone: text(
      event['central_station_phone'] ?? variables['central_station_phone'],
      'central_station_phone',
      60,
    ),
    isSupplementalOnly: flag(event['supplemental_only'] ?? variables['supplemental_only'], 'event.supplemental_only'),
  };
}

/** Where an alert that was sent before is now, as `updated_location` says it; null where the variables have none. */
export function readUpdatedLocation(variables: Group, updated: { suppliedBy: string; now: number }): Location | null {
  const given = group(variables['updated_location']);
  if (Object.keys(given).length === 0) return null;
  const nested = group(given['geodetic']);
  const [prefix, geodetic] = given['geodetic'] === undefined ? ['', given] : ['.geodetic', nested];
  const position = { prefix: `updated_location${prefix}`, group: geodetic, civic: given['civic'] };
  return locationAt(position, updated.suppliedBy, updated.now);
}

/** Refuses variables that lack what the callflow requires, naming all that are missing. What is empty is missing. */
export function refuseMissing(
  variables: Group,
  callflow: { name: string; requiredVariables: readonly string[] },
): void {
  const missing = callflow.requiredVariables.filter((path) => {
    const found = path.split('.').reduce<unknown>((value, key) => {
      return Object.hasOwn(group(value), key) ? group(value)[key] : undefined;
    }, variables);
    const isEmpty = typeof found === 'string' ? found.trim() === '' : found === undefined || found === null;
    return isEmpty || (typeof found === 'object' && Object.keys(found as object).length === 0);
  });
  if (missing.length === 0) return;
  throw refuse.invalidRequest({
    description: `The callflow ${callflow.name} requires variables that are missing: ${missing.join(', ')}`,
  });
}
