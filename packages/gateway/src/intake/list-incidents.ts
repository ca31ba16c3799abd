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

/**
 * The agency's incidents, newest first; a page of one section of them, for a person without what they dismissed, as `listSection`;
 * or one page of those that are `alone` asked for. Alerts of a test type stay out as
 * `tests` states, or for people as the agency decided; programs see everything. Refuses a `before` of no page
 * (`invalid_request`).
 */
export async function listForReader(
  ports: Ports,
  asked: {
    principal: Principal;
    agencyId: string;
    alone: ListedAlone | null;
    sectioned: { readonly section: Section; readonly filter: QueueFilter } | null;
    before: string | undefined;
    limit: number;
    tests: string | undefined;
  },
): Promise<{ incidents: readonly ListedIncident[]; nextBefore: string | null }> {
  const { agencyId, alone, sectioned, before, limit } = asked;
  const hidesTests = await hidesTestsFrom(ports, asked);
  if (sectioned !== null) {
    const userId = asked.principal.user?.id ?? null;
    return listSection(ports, { ...sectioned, agencyId, userId, hidesTests, before, limit });
  }
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
