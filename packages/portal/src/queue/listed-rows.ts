import type { IncidentSummary } from '@sallyport/contract';
import { scenesOf } from './same-scene.ts';

/** A row of a list: an incident, and how many others of the same caller or place stand below it or are folded into it. */
export interface ListedRow {
  readonly incident: IncidentSummary;
  readonly others: number;
  readonly isOpen: boolean;
  /** Whether it stands below the row of its caller or place. */
  readonly isMember: boolean;
}

/** Each incident in a row of its own. */
export function rowsOf(incidents: readonly IncidentSummary[]): readonly ListedRow[] {
  return incidents.map((incident) => ({ incident, others: 0, isOpen: false, isMember: false }));
}

/** One row for what is of one caller or place, by the first of it; with the others below it where that one is among `open`. */
export function groupedRows(incidents: readonly IncidentSummary[], open: ReadonlySet<string>): readonly ListedRow[] {
  return scenesOf(incidents).flatMap(({ first, others }) => {
    const isOpen = others.some(({ id }) => open.has(id)) || open.has(first.id);
    const row = { incident: first, others: others.length, isOpen: isOpen && others.length > 0, isMember: false };
    if (!row.isOpen) return [row];
    return [row, ...others.map((incident) => ({ incident, others: 0, isOpen: false, isMember: true }))];
  });
}

/** The open ones with that incident's caller or place among them, or no more. */
export function withToggled(
  open: ReadonlySet<string>,
  incidents: readonly IncidentSummary[],
  id: string,
): ReadonlySet<string> {
  const scene = scenesOf(incidents).find(({ first }) => first.id === id);
  const ids = scene === undefined ? [id] : [scene.first.id, ...scene.others.map((other) => other.id)];
  const next = new Set(open);
  const wasOpen = ids.some((each) => next.has(each));
  for (const each of ids) next.delete(each);
  if (!wasOpen) next.add(id);
  return next;
}
