import type { IncidentSummary } from '@sallyport/contract';

/** Whether an incident is an alert that somebody has to answer before its deadline. */
export function isWaiting({ accept_by }: Pick<IncidentSummary, 'accept_by'>): boolean {
  return accept_by !== null;
}

interface First {
  /** Open active assailant alerts, as the server lists them. */
  readonly assailants: readonly IncidentSummary[];
  /** Alerts that wait for an answer. */
  readonly waiting: readonly IncidentSummary[];
}

/**
 * Open active assailant alerts first, the real ones before the tests; then what waits for an answer, the nearest deadline on
 * top; both also where they are older than the incidents that are loaded. The rest stays in the order it came in.
 */
export function urgentFirst(incidents: readonly IncidentSummary[], { assailants, waiting }: First): IncidentSummary[] {
  const first = new Map(assailants.map(({ id, is_test }) => [id, is_test ? 1 : 0]));
  const place = ({ id }: IncidentSummary) => first.get(id) ?? 2;
  const deadline = ({ accept_by }: IncidentSummary) => (accept_by === null ? Infinity : Date.parse(accept_by));
  const loaded = new Map([...assailants, ...waiting, ...incidents].map((each) => [each.id, each]));
  const listed = new Set(incidents.map(({ id }) => id));
  const others = [...loaded.values()].filter(({ id }) => !listed.has(id));
  return [...incidents, ...others].toSorted((left, right) => {
    if (place(left) !== place(right)) return place(left) - place(right);
    const [leftAt, rightAt] = [deadline(left), deadline(right)];
    return leftAt === rightAt ? 0 : leftAt - rightAt;
  });
}
