import type { Audit } from '../../audit/append-record.ts';
import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { appendOpening, linkedEvent, linkShell } from '../cad-links/link-waiting.ts';
import {
  candidates,
  findCadIncident,
  insertCadIncident,
  lockWithKeys,
  setLink,
  takeMatchingTurn,
} from '../cad-links/store.ts';
import { isWithheld } from '../callers/caller-number.ts';
import { readPhoneNumber } from '../callers/phone-number.ts';
import { appendEvents } from '../events/append-events.ts';
import { cadStatusChanged, cadUnlinked } from '../events/cad-events.ts';
import type { NewEvent } from '../events/types.ts';
import {
  type CadIncident,
  type CadStatement,
  type CallKeys,
  cadStatement,
  KEY_OF,
  MATCH_KEYS,
  type MatchKey,
} from '../incident/cad-incident.ts';
import { areSameMembers, joinMembers, type Members } from '../incident/further-members.ts';
import { insertIncident, markIncident, saveCallKeys } from '../incident/store.ts';
import { type Incident, NOTHING_YET } from '../incident/types.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
}

export interface FindRequest {
  readonly clientId: string;
  readonly agencyId: string;
  readonly partnerIncidentId: string;
  readonly suppliedBy: string;
  readonly callerPhoneGiven: string | null;
  readonly sipCallId: string | null;
  readonly position: string | null;
  /** What the CAD sends besides, which is kept and shown. */
  readonly further: Members;
  readonly origin: Origin;
}

interface Match {
  readonly incidentId: string;
  readonly matchedBy: MatchKey;
}

/**
 * Makes a CAD incident, or finds the one made before under the same id of the same CAD, and links it to its call or
 * alert: by the caller's number first, then by SIP call id, then by the seat. Where there is none yet, it is a shell of
 * its own until the call arrives, which links it. Links, events and the audit record are one transaction; a call that
 * arrives at the same time is linked by one of the two. A repeat that has nothing new writes nothing; what it sends besides
 * takes the place of what was stated under the same name. Refuses a request without a key, an unreadable phone number, and
 * more than can be kept (`invalid_request`).
 */
export async function findOrMakeCadIncident(ports: Ports, request: FindRequest): Promise<CadIncident> {
  const { sipCallId, position } = request;
  // A CAD that has `Anonymous` for the number has none.
  const callerPhoneGiven =
    request.callerPhoneGiven !== null && isWithheld(request.callerPhoneGiven) ? null : request.callerPhoneGiven;
  if (callerPhoneGiven === null && sipCallId === null && position === null) {
    throw refuse.invalidRequest({
      description: `What to find its call by is missing: send at least one of ${MATCH_KEYS.join(', ')}`,
    });
  }
  const callerPhoneNumber = callerPhoneGiven === null ? null : readPhoneNumber(callerPhoneGiven, 'caller_phone_number');
  const keys = { callerPhoneNumber, sipCallId, position };
  return ports.database.write(async (tx) => {
    await takeMatchingTurn(tx, ports.database.engine, request.agencyId, 'cad');
    const stored = await findCadIncident(tx.query, request);
    return stored === undefined ? make(ports, tx, request, keys) : askAgain(ports, tx, request, stored, keys);
  }, request);
}

/** The one to link to: nobody else's before one that is taken, one that goes on before one that is over. */
async function findMatch(
  tx: Transaction,
  request: FindRequest,
  keys: CallKeys,
  by: readonly MatchKey[],
  now: number,
): Promise<Match | undefined> {
  for (const matchedBy of by) {
    const key = keys[KEY_OF[matchedBy]];
    const found = key === null ? [] : await candidates(tx.query, request, matchedBy, key, now);
    const best =
      found.find(({ isTaken, isOngoing }) => !isTaken && isOngoing) ??
      found.find(({ isTaken }) => !isTaken) ??
      found.find(({ isOngoing }) => isOngoing);
    if (best !== undefined) return { incidentId: best.id, matchedBy };
  }
  return undefined;
}

async function make(ports: Ports, tx: Transaction, request: FindRequest, keys: CallKeys): Promise<CadIncident> {
  const { clientId, agencyId, partnerIncidentId, suppliedBy } = request;
  const at = ports.clock.now();
  const match = await findMatch(tx, request, keys, MATCH_KEYS, at);
  const cad: CadIncident = {
    id: newUuid(ports.clock, ports.random),
    agencyId,
    clientId,
    partnerIncidentId,
    suppliedBy,
    ...keys,
    further: joinMembers({}, request.further),
    incidentId: match?.incidentId ?? null,
    matchedBy: match?.matchedBy ?? null,
    status: null,
    askedAt: at,
    createdAt: at,
    updatedAt: at,
  };
  await insertCadIncident(tx.query, cad);
  if (match === undefined) {
    const shell = shellOf(cad, request);
    await insertIncident(tx, shell);
    await appendOpening(ports, tx, shell);
  } else {
    await markIncident(tx, agencyId, match.incidentId, at);
    appendEvents(ports, tx, [linkedEvent(ports, cad, match.incidentId, at)]);
  }
  await record(ports, tx, request, 'cad_incident.made', cad);
  return cad;
}

function shellOf(cad: CadIncident, request: FindRequest): Incident {
  return {
    id: cad.id,
    agencyId: cad.agencyId,
    kind: 'cad',
    status: 'WAITING',
    originClientId: cad.clientId,
    sourceId: `cad:${cad.partnerIncidentId}`,
    callerName: null,
    callerPhoneNumber: cad.callerPhoneNumber,
    callerPhoneGiven: request.callerPhoneGiven,
    emergencyType: null,
    siteType: null,
    isTest: false,
    isActiveAssailant: false,
    description: null,
    suppliedBy: cad.suppliedBy,
    location: null,
    facts: {},
    incidentAt: cad.createdAt,
    createdAt: cad.createdAt,
    updatedAt: cad.createdAt,
    listedAt: cad.createdAt,
    ...NOTHING_YET,
    alert: null,
  };
}

/** What is given replaces what was given; a seat never moves a link, because the next call there is another one. */
async function askAgain(
  ports: Ports,
  tx: Transaction,
  request: FindRequest,
  stored: CadIncident,
  given: CallKeys,
): Promise<CadIncident> {
  const at = ports.clock.now();
  const keys: CallKeys = {
    callerPhoneNumber: given.callerPhoneNumber ?? stored.callerPhoneNumber,
    sipCallId: given.sipCallId ?? stored.sipCallId,
    position: given.position ?? stored.position,
  };
  const changed = MATCH_KEYS.filter((key) => keys[KEY_OF[key]] !== stored[KEY_OF[key]]);
  const further = joinMembers(stored.further, request.further);
  const isFurtherNew = !areSameMembers(further, stored.further);
  if (stored.incidentId !== null && changed.length === 0 && !isFurtherNew) return stored;
  const locked = await lockWithKeys(tx.query, stored.id, { ...keys, further }, at);
  await saveCallKeys(tx.query, stored.id, keys);
  const by = locked.incidentId === null ? MATCH_KEYS : changed.filter((key) => key !== 'position');
  const match = await findMatch(tx, request, keys, by, at);
  let events: NewEvent[] = [];
  if (match !== undefined && match.incidentId !== locked.incidentId) {
    const link = { ...match, at };
    events =
      locked.incidentId === null ? await linkShell(ports, tx, locked, link) : await move(ports, tx, locked, link);
    appendEvents(ports, tx, events);
  }
  const cad = (await findCadIncident(tx.query, request)) ?? locked;
  const statement = cadStatement(request.further, stored.further);
  if (isFurtherNew) await appendChanged(ports, tx, cad, at, statement);
  await record(ports, tx, request, events.length === 0 ? 'cad_incident.asked' : 'cad_incident.linked', cad);
  return cad;
}

/** That there is more to show of a CAD incident, on the incident that shows it. */
async function appendChanged(
  ports: Ports,
  tx: Transaction,
  cad: CadIncident,
  at: number,
  statement: CadStatement,
): Promise<void> {
  const { agencyId } = cad;
  const incidentId = cad.incidentId ?? cad.id;
  await markIncident(tx, agencyId, incidentId, at);
  const entry = { id: newUuid(ports.clock, ports.random), at };
  appendEvents(ports, tx, [cadStatusChanged(cad, incidentId, entry, statement)]);
}

async function move(
  ports: Ports,
  tx: Transaction,
  linked: CadIncident,
  link: Match & { at: number },
): Promise<NewEvent[]> {
  const { agencyId, incidentId: fromId } = linked;
  const cad = await setLink(tx.query, linked, link);
  if (cad === undefined || fromId === null) return [];
  for (const id of [fromId, link.incidentId].sort()) await markIncident(tx, agencyId, id, link.at);
  const entry = { id: newUuid(ports.clock, ports.random), at: link.at };
  return [
    cadUnlinked(cad, { incidentId: fromId, into: link.incidentId }, entry),
    linkedEvent(ports, cad, link.incidentId, link.at),
  ];
}

async function record(
  { audit }: Ports,
  tx: Transaction,
  { clientId, agencyId, origin }: FindRequest,
  action: string,
  cad: CadIncident,
): Promise<void> {
  await audit.append(tx, {
    actor: { kind: 'client', id: clientId },
    agencyId,
    action,
    outcome: 'success',
    subject: cad.id,
    origin,
    detail: { incident: cad.incidentId, matchedBy: cad.matchedBy },
  });
}
