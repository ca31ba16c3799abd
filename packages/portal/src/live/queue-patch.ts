import type { Sallyport, SectionPage } from '@sallyport/client';
import type { IncidentList, IncidentSummary, LiveEvent } from '@sallyport/contract';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { isListed } from './renewal.ts';

/** Between two readings, so that a burst of events costs four small ones a second. */
const PAUSE_MS = 250;
const IDS_AT_ONCE = 50;

/** What the key of a list of the queue names. */
export type QueueSection = SectionPage['section'];
/** The query of a section's first page, from its filter as the key has it. */
export type PageOf = (section: QueueSection, filter: string) => SectionPage;

const listedAt = ({ created_at, signalled_at }: IncidentSummary) => Date.parse(signalled_at ?? created_at);

/** A list, the newest first, after these incidents were read again: `found` are those of them that belong into it now. */
export function patched(
  listed: readonly IncidentSummary[],
  asked: ReadonlySet<string>,
  found: readonly IncidentSummary[],
): IncidentSummary[] {
  const fresh = new Map(found.map((incident) => [incident.id, incident]));
  const kept = listed.flatMap((incident) => {
    if (!asked.has(incident.id)) return [incident];
    const now = fresh.get(incident.id);
    if (now === undefined || listedAt(now) !== listedAt(incident)) return [];
    fresh.delete(incident.id);
    return [now];
  });
  for (const incident of fresh.values()) {
    const place = kept.findIndex((other) => listedAt(other) < listedAt(incident));
    kept.splice(place === -1 ? kept.length : place, 0, incident);
  }
  return kept;
}

/** Keeps the loaded lists of the queue in step: after events only the incidents they are about are read again. */
export class QueuePatch {
  readonly #queryClient: QueryClient;
  readonly #incidents: Sallyport['incidents'];
  #pageOf: PageOf | null = null;
  #waiting = new Set<string>();
  #isRunning = false;

  constructor(queryClient: QueryClient, incidents: Sallyport['incidents']) {
    this.#queryClient = queryClient;
    this.#incidents = incidents;
  }

  /** The queue's page is open, and knows how its lists are read. */
  follow(pageOf: PageOf): void {
    this.#pageOf = pageOf;
  }

  afterEvent(event: LiveEvent): void {
    if (!isListed(event)) return;
    this.#waiting.add(event.incident_id);
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.size > 0) {
      const ids = [...this.#waiting].slice(0, IDS_AT_ONCE);
      for (const id of ids) this.#waiting.delete(id);
      await Promise.all(this.#lists().map(({ queryKey }) => this.#patch(queryKey as QueueKey, ids)));
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    this.#isRunning = false;
  }

  #lists() {
    return this.#queryClient.getQueryCache().findAll({ queryKey: ['queue'], type: 'active' });
  }

  async #patch(queryKey: QueueKey, ids: readonly string[]): Promise<void> {
    const [, section, filter] = queryKey;
    try {
      // A list that is being read whole has what these events state, or is read again.
      if (this.#pageOf === null || this.#queryClient.isFetching({ queryKey, exact: true }) > 0) {
        await this.#queryClient.invalidateQueries({ queryKey, exact: true });
        return;
      }
      const { before: _before, ...page } = this.#pageOf(section, filter);
      const { incidents } = await this.#incidents.section({ ...page, ids, limit: IDS_AT_ONCE });
      const asked = new Set(ids);
      this.#queryClient.setQueryData<InfiniteData<IncidentList>>(
        queryKey,
        (data) => data && patchPages(data, asked, incidents),
      );
    } catch {
      // The list itself states that it cannot be read.
      await this.#queryClient.invalidateQueries({ queryKey, exact: true });
    }
  }
}

type QueueKey = readonly ['queue', QueueSection, string];

/** Pages as one: what was newly listed after the end of what is loaded belongs to a page that is not. */
function patchPages(
  data: InfiniteData<IncidentList>,
  asked: ReadonlySet<string>,
  found: readonly IncidentSummary[],
): InfiniteData<IncidentList> {
  const pages = data.pages;
  const last = pages.at(-1);
  const oldest = pages.flatMap(({ incidents }) => incidents).at(-1);
  const isWhole = last === undefined || last.next_before === null || oldest === undefined;
  const within = isWhole ? found : found.filter((incident) => listedAt(incident) >= listedAt(oldest));
  const counts = pages.map(({ incidents }) => incidents.length);
  const all = patched(
    pages.flatMap(({ incidents }) => incidents),
    asked,
    within,
  );
  let first = 0;
  const next = pages.map((page, index) => {
    const size = index === pages.length - 1 ? all.length - first : (counts[index] ?? 0);
    const incidents = all.slice(first, first + size);
    first += size;
    return { ...page, incidents };
  });
  return { ...data, pages: next };
}
