import type { IncidentSummary } from '@sallyport/contract';
import { useState } from 'react';

/** When an incident came in, or its newest further signal did. */
export function newestSignalOf({ created_at, signalled_at }: IncidentSummary): string {
  return signalled_at ?? created_at;
}

/**
 * Ids of the incidents that came in, or of which a further signal came, after the first list was drawn; undefined means nothing is loaded yet. `scope` names
 * what is being watched: another scope starts over.
 */
export function useArrivals(incidents: readonly IncidentSummary[] | undefined, scope: string): ReadonlySet<string> {
  const [watched, setWatched] = useState<Watched>({ scope, first: null });
  const current = watched.scope === scope ? watched : { scope, first: null };
  if (incidents !== undefined && current.first === null) {
    // React's pattern for state derived from props: set while rendering, before anything is drawn.
    setWatched({ scope, first: new Set(incidents.map(({ id }) => id)), since: newestOf(incidents) });
    return NONE;
  }
  const { first, since } = current;
  if (incidents === undefined || first == null) return NONE;
  const arrived = incidents.filter((incident) => {
    const at = newestSignalOf(incident);
    return first.has(incident.id) ? at > (since ?? '') : at >= (since ?? '');
  });
  return new Set(arrived.map(({ id }) => id));
}

interface Watched {
  scope: string;
  first: ReadonlySet<string> | null;
  /** Older pages, loaded later, are not arrivals. */
  since?: string;
}

const NONE: ReadonlySet<string> = new Set();

function newestOf(incidents: readonly IncidentSummary[]): string {
  return incidents.map(newestSignalOf).toSorted().at(-1) ?? '';
}
