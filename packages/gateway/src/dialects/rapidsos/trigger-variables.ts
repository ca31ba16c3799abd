import type { TriggerRequest } from '@sallyport/contract';
import type { AlertReport } from '../../incidents/alerts/alert-report.ts';
import { isAbsent, isGroup, refuseTooMuch } from '../../incidents/incident/further-members.ts';
import type { Facts, Location } from '../../incidents/incident/types.ts';
import { type CallflowRequest, callflowOf } from '../../intake/raise-by-callflow.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { readInstant, type TimeContext } from '../../kernel/instant.ts';
import { typeFactsOf } from '../requests/emergency-type.ts';
import { readIdempotencyKey, timeContextOf } from '../requests/request-context.ts';
import { principalOf, type RouteRequest } from '../routing/route.ts';
import { isMarkedAsTest, readEmergencyType, readSiteType } from './emergency-type.ts';
import { flag, type Group, group, inOneText, phoneText, required, startOf, type Taken, text } from './read-variable.ts';
import { takeLocation, takeUpdatedLocation } from './trigger-location.ts';

/** What RapidSOS calls a group, in the model's words. Groups that are not here keep their own name. */
const GROUP_NAMES: Readonly<Record<string, string>> = { user: 'caller', event: 'alarm', alert_profile: 'alarm' };
const USER_KEYS = new Set(['user_name', 'user_phone']);
const LONGEST_TYPE = 50;

/** The facts of an alert while they are gathered: nothing that is put there takes the place of something else. */
class GatheredFacts {
  readonly #groups = new Map<string, Map<string, unknown>>();

  put(group: string, key: string, value: unknown, from: string): void {
    const facts = this.#groups.get(group) ?? new Map<string, unknown>();
    this.#groups.set(group, facts);
    let free = key;
    for (let count = 1; isTaken(facts, free, value); count += 1)
      free = `${from}_${key}${count === 1 ? '' : `_${count}`}`;
    facts.set(free, value);
  }

  all(): Facts {
    return Object.fromEntries([...this.#groups].map(([name, facts]) => [name, Object.fromEntries(facts)]));
  }
}

function isTaken(facts: ReadonlyMap<string, unknown>, key: string, value: unknown): boolean {
  return facts.has(key) && !isAbsent(facts.get(key)) && JSON.stringify(facts.get(key)) !== JSON.stringify(value);
}

function groupNameOf(name: string): string {
  return Object.hasOwn(GROUP_NAMES, name) ? (GROUP_NAMES[name] ?? name) : name;
}

/** A person's name: whole, or in parts. */
function nameOf(user: Group, flat: unknown): unknown {
  const whole = [user['full_name'], user['name'], flat].find((value) => !isAbsent(value));
  return whole ?? { first: user['first_name'], middle: user['middle_name'], last: user['last_name'] };
}

/** Everything that is left of the variables, and what was sent beside them. */
function gatherFacts(variables: Group, left: Group, beside: Group): Facts {
  const facts = new GatheredFacts();
  const user = group(variables['user']);
  for (const [key, own, flat] of [
    ['full_name', inOneText(nameOf(user, variables['user_name'])), variables['user_name']],
    ['phone_number', user['phone_number'], variables['user_phone']],
  ] as const) {
    facts.put('caller', key, own ?? flat, 'user');
    if (!isAbsent(flat)) facts.put('caller', key, flat, 'flat');
  }
  for (const [name, value] of Object.entries(left)) {
    if (USER_KEYS.has(name)) continue;
    if (!isGroup(value)) facts.put('alarm', name, value, 'variables');
    else for (const [key, inner] of Object.entries(value)) facts.put(groupNameOf(name), key, inner, name);
  }
  for (const [name, value] of Object.entries(beside)) facts.put('request', name, value, 'request');
  return facts.all();
}

export interface TriggerDefaults extends TimeContext {
  readonly suppliedBy: string;
  /** True where a flag states that the signal is a test. */
  readonly isTest: boolean;
  /** What the request states beside its callflow and variables. */
  readonly beside: Group;
}

/** A type as a text: RapidSOS's own answers have it as a group with a `name`. */
const typeTextOf = (given: unknown) => inOneText(group(given)['name'] ?? given);

/** The type is shown by one name wherever it is shown, so that a test looks like one on its card, too. */
function withEmergencyType(facts: Facts, emergencyType: string | null): Facts {
  if (emergencyType === null) return facts;
  const given = facts['alarm']?.['emergency_type'];
  const isWhole = isAbsent(given) || typeof given !== 'object';
  const whole = isWhole && String(given ?? '').length <= LONGEST_TYPE ? {} : { emergency_type_given: given };
  return { ...facts, alarm: { ...facts['alarm'], ...whole, emergency_type: emergencyType } };
}

/** Null is absent, as deep as senders nest what is read here. */
function withoutNulls(stated: Group, deep = 6): Group {
  return Object.fromEntries(
    Object.entries(stated)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => {
        return [name, isGroup(value) && deep > 0 ? withoutNulls(value, deep - 1) : value];
      }),
  );
}

/**
 * A callflow's variables in the model's words, and where an alert that was sent before is now, null where they do not state.
 * Required: a user name, a user phone number, and a place: latitude and longitude, or an address. Groups as in the sandbox's
 * callflow, or the flat `user_name`, `user_phone`, `location`. Whatever else they state, at whichever depth, is kept as facts;
 * what is too much to be kept is refused by its name.
 */
function readTriggerVariables(
  variables: Group,
  defaults: TriggerDefaults,
): { report: AlertReport; moved: Location | null } {
  refuseTooMuch(
    { ...variables, ...(Object.keys(defaults.beside).length > 0 && { request: defaults.beside }) },
    'variables',
  );
  const user = group(variables['user']);
  const event = { ...group(variables['alert_profile']), ...group(variables['event']) };
  const eventInfo = group(variables['event_info']);
  const [happened, name] = isAbsent(event['incident_time'])
    ? [eventInfo['time'], 'event_info.time']
    : [event['incident_time'], 'event.incident_time'];
  const incidentAt = isAbsent(happened) ? defaults.now : readInstant(happened, name, defaults);
  const typeName = readEmergencyType(
    startOf(typeTextOf(event['emergency_type'] ?? variables['emergency_type']), 'event.emergency_type', LONGEST_TYPE),
    defaults.isTest,
  );
  const suppliedBy = startOf(event['service_provider_name'], 'service_provider_name', 100) ?? defaults.suppliedBy;
  const left: Taken = { ...variables };
  const location = takeLocation(left, { suppliedBy, locatedAt: incidentAt });
  const moved = takeUpdatedLocation(left, { suppliedBy, locatedAt: defaults.now });
  const report: AlertReport = {
    callerName: required(
      startOf(inOneText(nameOf(user, variables['user_name'])), 'The user name (user.full_name)', 200),
      'The user name (user.full_name or user_name)',
    ),
    callerPhoneGiven: required(
      phoneText(inOneText(user['phone_number'] ?? variables['user_phone']), 'The user phone (user.phone_number)', 200),
      'The user phone (user.phone_number or user_phone)',
    ),
    location,
    sourceId: text(event['source_id'] ?? variables['source_id'], 'event.source_id', 100),
    ...typeFactsOf(typeName),
    siteType: readSiteType(startOf(typeTextOf(event['site_type'] ?? variables['site_type']), 'event.site_type', 50)),
    description: startOf(inOneText(event['description'] ?? variables['alarm_description']), 'event.description', 1_000),
    suppliedBy,
    incidentAt,
    isTimeGiven: !isAbsent(happened),
    facts: withEmergencyType(gatherFacts(variables, left, defaults.beside), typeName),
    siteId: text(event['site_id'] ?? variables['site_id'], 'event.site_id', 100),
    senderPhone: startOf(
      event['central_station_phone'] ?? variables['central_station_phone'],
      'central_station_phone',
      60,
    ),
    isSupplementalOnly: flag(event['supplemental_only'] ?? variables['supplemental_only'], 'event.supplemental_only'),
  };
  return { report, moved };
}

/** Refuses variables that lack what the callflow requires, naming all that are missing. What is empty is missing. */
function refuseMissing(variables: Group, callflow: { name: string; requiredVariables: readonly string[] }): void {
  const missing = callflow.requiredVariables.filter((path) => {
    const found = path.split('.').reduce<unknown>((value, key) => {
      return Object.hasOwn(group(value), key) ? group(value)[key] : undefined;
    }, variables);
    return isAbsent(found) || (typeof found === 'object' && Object.keys(found as object).length === 0);
  });
  if (missing.length === 0) return;
  throw refuse.invalidRequest({
    description: `The callflow ${callflow.name} requires variables that are missing: ${missing.join(', ')}`,
  });
}

/** A trigger in the model's words. Refuses a callflow the client has not, and variables that are missing or cannot be read. */
export function readTrigger(ports: { clock: Clock }, request: RouteRequest): CallflowRequest {
  const { callflow: name, variables: given, blocking: _, ...beside } = request.body as TriggerRequest;
  const variables = withoutNulls(given);
  const { callflow, client } = callflowOf(principalOf(request).client, name);
  refuseMissing(variables, callflow);
  const { report, moved } = readTriggerVariables(variables, {
    suppliedBy: client.applicationName,
    isTest: isMarkedAsTest(request.body as TriggerRequest),
    beside: withoutNulls(beside),
    ...timeContextOf(ports, request),
  });
  return { client, callflow, report, moved, idempotencyKey: readIdempotencyKey(request), origin: request.origin };
}
