import { readAlertSettings } from '../agencies/alert-settings.ts';
import type { Principal } from '../authorization/principals/principal.ts';
import type { Database } from '../database/database.ts';
import type { ListedIncident } from '../incidents/incident/types.ts';
import { listSection } from '../incidents/queue/list-section.ts';
import type { QueueFilter, Section } from '../incidents/queue/types.ts';
import {
  listIncidents,
  listOpenAlerts,
  listOpenAssailants,
  listWaitingAlerts,
} from '../incidents/search/find-incidents.ts';
import type { Clock } from '../kernel/clock.ts';

interface Ports {
  readonly database: Database;
  readonly clock: Clock;
}

/** What may be listed alone, on one page. */
const ALONE = { waiting: listWaitingAlerts, assailants: listOpenAssailants, open: listOpenAlerts } as const;
export type ListedAlone = keyof typeof ALONE;

/** As `listSection`, for whoever asks: a person without what they dismissed. Tests stay out as for `listForReader`. */
export async function listSectionForReader(
  ports: Ports,
  asked: {
    principal: Principal;
    agencyId: string;
    section: Section;
    filter: QueueFilter;
    before: string | undefined;
    limit: number;
    tests: string | undefined;
  },
): Promise<{ incidents: readonly ListedIncident[]; nextBefore: string | null }> {
  const { principal, tests: _asked, ...page } = asked;
  const hidesTests = await hidesTestsFrom(ports, asked);
  return listSection(ports, { ...page, hidesTests, userId: principal.user?.id ?? null });
}

/**
 * The agency's incidents, newest first, or one page of those that are `alone` asked for. Alerts of a test type stay out as
 * `tests` states, or for people as the agency decided; programs see everything. Refuses a `before` of no page
 * (`invalid_request`).
 */
export async function listForReader(
  ports: Ports,
  asked: {
    principal: Principal;
    agencyId: string;
    alone: ListedAlone | null;
    before: string | undefined;
    limit: number;
    tests: string | undefined;
  },
): Promise<{ incidents: readonly ListedIncident[]; nextBefore: string | null }> {
  const { agencyId, alone, before, limit } = asked;
  const hidesTests = await hidesTestsFrom(ports, asked);
  if (alone === null) return listIncidents(ports, agencyId, { before, limit, hidesTests });
  return { incidents: await ALONE[alone](ports, agencyId, { limit, hidesTests }), nextBefore: null };
}

async function hidesTestsFrom(
  ports: Ports,
  { principal: { via }, agencyId, tests }: { principal: Principal; agencyId: string; tests: string | undefined },
): Promise<boolean> {
  const isPerson = via === 'session' || via === 'deeplink';
  if (tests !== undefined || !isPerson) return tests === 'exclude';
  return (await readAlertSettings(ports, agencyId)).hidesTests;
}
