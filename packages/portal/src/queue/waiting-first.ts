import type { IncidentSummary } from '@sallyport/contract';

/** Whether an incident is an alert that somebody has to answer before its deadline. */
export function isWaiting({ accept_by }: Pick<IncidentSummary, 'accept_by'>): boolean {
  return accept_by !== null;
}

/**
 * What waits for an answer first, the nearest deadline on top, also what is older than the incidents that are loaded; the
 * rest stays in the order it came in.
 */
export function waitingFirst(
  incidents: readonly IncidentSummary[],
  waiting: readonly IncidentSummary[],
): IncidentSummary[] {
  const loaded = new Set(incidents.map(({ id }) => id));
  const deadline = ({ accept_by }: IncidentSummary) => (accept_by === null ? Infinity : Date.parse(accept_by));
  return [...incidents, ...waiting.filter(({ id }) => !loaded.has(id))].toSorted((left, right) => {
    const [leftAt, rightAt] = [deadline(left), deadline(right)];
    return leftAt === rightAt ? 0 : leftAt - rightAt;
  });
}
