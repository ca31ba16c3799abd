import { takeTurn } from '../../agencies/callflows/choose-agency.ts';
import { destinationsOf } from '../../agencies/callflows/types.ts';
import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { sensitivityOf } from '../cards/sensitive-cards.ts';
import { messageAdded, statusChanged } from '../events/alert-events.ts';
import { appendEvents } from '../events/append-events.ts';
import { alertRelocated, incidentSignalled } from '../events/incident-events.ts';
import type { NewEvent } from '../events/types.ts';
import type { AlertAuthor } from '../incident/alert-party.ts';
import { saveSignalled } from '../incident/store.ts';
import type { Incident } from '../incident/types.ts';
import { placeOf } from '../locations/as-received.ts';
import { metresBetween } from '../locations/distance.ts';
import { signalsOf } from '../signals/store.ts';
import type { AlertRequest } from './alert-report.ts';
import { moveStatus } from './move-status.ts';
import { isOver, TRANSITIONS } from './rules.ts';
import { joinableAlerts } from './store.ts';
import { withSignal } from './with-signal.ts';

/** Further signals of one site join one alert for so long after its first. */
export const JOINED_WITHIN_MS = 30 * 60_000;
/** Signals that name no site are of one site where they are this near to each other: a campus. */
const SITE_METRES = 500;

/** An alert that may turn out to be a further signal of one that is there. */
export type Signal = Omit<Incident, 'agencyId'>;

/** Who sent a signal, when it came by the clock, and whether it asks for dispatch. */
export interface SignalRequest {
  readonly by: AlertAuthor;
  readonly receivedAt: number;
  readonly acceptWithinSeconds: number;
  readonly requestsDispatch: boolean;
}

/** True where both name their site and it is not the same. */
function isOfAnotherSite(signal: Signal, alert: Incident): boolean {
  const [own, other] = [signal.alert?.siteId ?? null, alert.alert?.siteId ?? null];
  return own !== null && other !== null && own !== other;
}

function isOneSite(signal: Signal, alert: Incident): boolean {
  const [own, other] = [signal.alert?.siteId ?? null, alert.alert?.siteId ?? null];
  if (own !== null && other !== null) return own === other;
  const { location } = signal;
  if (location === null) return false;
  const places = [alert.location, ...(alert.alert?.locations ?? []).map((kept) => kept.location)];
  return places.some((place) => place !== null && metresBetween(location, place) <= SITE_METRES);
}

/**
 * Whether the alert may take this signal in: it is not over, it is answered in the same way, both are tests or neither is, and
 * they are not of two sites. Otherwise the signal would be where nobody acts on it.
 */
export function mayTakeIn(alert: Incident, signal: Signal, now: number): boolean {
  const isSilent = alert.alert?.isSupplementalOnly === true && signal.alert?.isSupplementalOnly !== true;
  return (
    alert.kind === 'alert' &&
    !isOver(alert, now) &&
    !isSilent &&
    alert.isTest === signal.isTest &&
    !isOfAnotherSite(signal, alert)
  );
}

/**
 * The alert at one of these agencies of which this is a further signal: one that the sender sent under the same id, or for an
 * active assailant one of the same site, thirty minutes old at most. Nothing where it is an alert of its own.
 */
export async function findOpenAlert(
  query: Transaction['query'],
  signal: Signal,
  agencyIds: readonly string[],
): Promise<Incident | undefined> {
  const { originClientId: clientId, sourceId, isTest, createdAt: now } = signal;
  if (clientId === null) return undefined;
  if (sourceId !== null) {
    const sent = await signalsOf(query, { clientId, agencyIds, sourceId });
    const own = sent.find(({ incident }) => mayTakeIn(incident, signal, now));
    if (own !== undefined) return own.incident;
  }
  if (!signal.isActiveAssailant) return undefined;
  const near = await joinableAlerts(query, { clientId, agencyIds, isTest, since: now - JOINED_WITHIN_MS });
  return near.find((alert) => mayTakeIn(alert, signal, now) && isOneSite(signal, alert));
}

/**
 * Adds a further signal to an alert whose row the caller's transaction holds: what it states is kept beside what was stated
 * before, the alert goes to the front of the lists, and where it asks for dispatch and nobody did before, that is asked for
 * now. Returns the alert as it is then.
 */
export async function addSignal(
  ports: { database: Database; clock: Clock; random: Random },
  tx: Transaction,
  locked: Incident,
  signal: Incident,
  ask: SignalRequest,
): Promise<Incident> {
  const { location, createdAt: at } = signal;
  const { by } = ask;
  const entry = () => ({ id: newUuid(ports.clock, ports.random), at, by });
  const isSensitive = await sensitivityOf(tx.query, locked.agencyId);
  let { alert, texts } = withSignal(locked, signal, { at, isSensitive });
  const [text, ...others] = texts;
  const events: NewEvent[] = [];
  const from = locked.status as keyof typeof TRANSITIONS;
  if (ask.requestsDispatch && TRANSITIONS.DISPATCH_REQUESTED.from.includes(from)) {
    alert = moveStatus(alert, 'DISPATCH_REQUESTED', { ...ask, at });
    events.push(statusChanged(alert, from, entry()));
  }
  const goesOn = others.map((line) => messageAdded(alert, { kind: 'further_signal', text: line }, entry()));
  events.unshift(incidentSignalled(alert, { signal, text }, entry()), ...goesOn);
  const isElsewhere = location !== null && (locked.location === null || placeOf(location) !== placeOf(locked.location));
  if (isElsewhere)
    events.push(alertRelocated(alert, location, entry(), signal.callerPhoneNumber ?? signal.callerPhoneGiven));
  saveSignalled(tx, alert);
  appendEvents(ports, tx, events);
  return alert;
}

/**
 * The agency a signal is stored at: that of the open alert of which it is a further signal, which is returned too, or the one
 * that was chosen. Throws what choosing refused.
 */
export async function settleAgency(
  tx: Transaction,
  { clientId, callflow }: Pick<AlertRequest, 'clientId' | 'callflow'>,
  signal: Signal,
  chosen: PromiseSettledResult<string>,
): Promise<{ agencyId: string; open: Incident | undefined }> {
  const mayJoin = signal.sourceId !== null || signal.isActiveAssailant;
  if (callflow.routing === 'position' && mayJoin) await takeTurn(tx, clientId, callflow);
  const open = await findOpenAlert(tx.query, signal, destinationsOf(callflow));
  if (open !== undefined) return { agencyId: open.agencyId, open };
  if (chosen.status === 'rejected') throw chosen.reason;
  return { agencyId: chosen.value, open };
}
