import type { Transaction } from '../../database/database.ts';
import { newUuid } from '../../kernel/random.ts';
import type { IncidentParts } from '../parts.ts';
import type { Incident, Location } from '../types.ts';
import { locationChanged, messageAdded } from './alert-events.ts';
import { writeAlert } from './change-alert.ts';
import type { AlertAuthor } from './party.ts';
import { withLocation } from './relocate-alert.ts';
import { holdAlert, joinableAlerts } from './store.ts';

/** Further signals of one site join one alert for so long after its first. */
export const JOINED_WITHIN_MS = 30 * 60_000;
/** Signals that name no site are of one site where they are this near to each other: a campus. */
const SITE_METRES = 500;
const METRES_A_DEGREE = 111_320;
const JOINING_TYPES: readonly string[] = ['ACTIVE_ASSAILANT', 'TEST_ACTIVE_ASSAILANT'];

/** An alert that may turn out to be a further signal of one that is there. */
type Signal = Omit<Incident, 'agencyId'>;

function metresBetween(one: Location, other: Location): number {
  const narrowing = Math.cos((((one.latitude + other.latitude) / 2) * Math.PI) / 180);
  const north = (one.latitude - other.latitude) * METRES_A_DEGREE;
  const degrees = Math.abs(one.longitude - other.longitude);
  return Math.hypot(north, Math.min(degrees, 360 - degrees) * METRES_A_DEGREE * narrowing);
}

function isOneSite(signal: Signal, alert: Incident): boolean {
  const [own, other] = [signal.alert?.siteId ?? null, alert.alert?.siteId ?? null];
  if (own !== null && other !== null) return own === other;
  if (signal.location === null || alert.location === null) return false;
  const first = alert.alert?.locations[0]?.location ?? alert.location;
  return Math.min(metresBetween(signal.location, first), metresBetween(signal.location, alert.location)) <= SITE_METRES;
}

/** True where further signals of its kind join an alert. */
export function mayJoin({ emergencyType }: Pick<Incident, 'emergencyType'>): boolean {
  return emergencyType !== null && JOINING_TYPES.includes(emergencyType);
}

/** The open alert of the signal's site at one of these agencies; nothing where it is an alert of its own. */
export async function findSite(
  query: Transaction['query'],
  signal: Signal,
  agencyIds: readonly string[],
): Promise<Incident | undefined> {
  const { originClientId: clientId, emergencyType, createdAt } = signal;
  if (clientId === null || emergencyType === null || !mayJoin(signal)) return undefined;
  const since = createdAt - JOINED_WITHIN_MS;
  const open = await joinableAlerts(query, { clientId, agencyIds, emergencyType, since });
  return open.find((alert) => isOneSite(signal, alert));
}

/**
 * The alert that a signal joins, told of it in the caller's transaction: a line of its log, and where the signal came
 * from. Nothing where the signal is an alert of its own: of another kind than active assailant, of another sender or site,
 * thirty minutes after the first, or after its cancellation. The caller holds the agency's row, so that two signals at once are one alert.
 */
export async function joinSignal(
  parts: IncidentParts,
  tx: Transaction,
  signal: Incident,
  by: AlertAuthor,
): Promise<Incident | undefined> {
  const { agencyId, location, createdAt: at } = signal;
  const found = await findSite(tx.query, signal, [agencyId]);
  const held = found && (await holdAlert(tx.query, null, found.id, at));
  if (held === undefined) return undefined;
  const entry = () => ({ id: newUuid(parts.clock, parts.random), at, by });
  const text = signal.description ?? 'A further signal of this site';
  const events = [messageAdded(held, { type: 'MULTI_TRIP_SIGNAL', text }, entry())];
  const joined = location === null ? held : withLocation(held, location, at);
  if (location !== null) events.push(locationChanged(joined, location, entry()));
  await writeAlert(parts, tx, joined, events);
  return joined;
}
