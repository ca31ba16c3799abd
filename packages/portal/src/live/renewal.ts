import { SallyportError } from '@sallyport/client';
import type { Incident, LiveEvent, SearchResult } from '@sallyport/contract';
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { FactorQuestion } from '../api/factor-question.ts';

/** Between two renewals, so that a burst of events costs four reads a second and not one an event. */
const PAUSE_MS = 250;
/** What only an incident's own page shows; every other change may show in a list. */
const NOT_LISTED = new Set([
  'note.added',
  'media.attached',
  'transcript.added',
  'response.updated',
  'alert.message_added',
]);
/** After these the incident stands first in every list, on whatever page it was before. */
const COMES_FIRST = new Set(['incident.created', 'incident.signalled']);
/** What a locked session may read all the same. */
const RINGS = 'open';
const FOLLOWED = new Set(['incident', 'queue', 'search', 'waiting', 'open', 'newest', 'transfers']);

/** A query of the cache, as far as it matters here. */
interface Cached {
  readonly queryKey: QueryKey;
  readonly state: { readonly data: unknown; readonly error: unknown };
}
type Touches = (query: Cached) => boolean;

/** What cannot be read or is not there stays so, however often it is asked: its page stands as it is. */
export function isFinal(error: unknown): boolean {
  return error instanceof SallyportError && (error.status === 400 || error.status === 404);
}

/** Whether a list's row may look different after the event. */
export function isListed({ event }: LiveEvent): boolean {
  return !NOT_LISTED.has(event);
}

function holds(incidents: readonly Pick<Incident, 'id'>[] | undefined, { incident_id, event }: LiveEvent): boolean {
  return COMES_FIRST.has(event) || (incidents?.some(({ id }) => id === incident_id) ?? true);
}

/** Whether what a query shows may be different after that event. */
export function touches(event: LiveEvent, { queryKey: [name, key], state: { data } }: Cached): boolean {
  switch (name) {
    case 'incident':
      return key === event.incident_id || key === `alert-${event.incident_id}`;
    case 'search':
      return holds((data as SearchResult | undefined)?.incidents, event);
    case 'waiting':
      return event.event === 'alert.status_changed' || COMES_FIRST.has(event.event);
    case 'newest':
      return COMES_FIRST.has(event.event);
    case 'transfers':
      return event.event.startsWith('incident.transfer_');
    case 'open':
      return event.event.startsWith('alert.') || COMES_FIRST.has(event.event);
    default:
      return false;
  }
}

/**
 * Reads again what events touched, and nothing else: one reading at a time, whatever came meanwhile right after it. While the session is
 * locked what rings is read alone, and the rest once it is unlocked.
 */
export class Renewal {
  readonly #queryClient: QueryClient;
  readonly #lock: Pick<FactorQuestion, 'isWaiting'>;
  #waiting: Touches[] = [];
  #isRunning = false;

  constructor(queryClient: QueryClient, lock: Pick<FactorQuestion, 'isWaiting'>) {
    this.#queryClient = queryClient;
    this.#lock = lock;
  }

  afterEvent(event: LiveEvent): void {
    this.#ask((query) => touches(event, query));
  }

  /** What other agencies let this one see, in its list and on its own page. */
  ofTransfers(): void {
    this.#ask(({ queryKey: [name] }) => name === 'transfers');
  }

  /** Everything that events would renew. */
  ofEverything(): void {
    this.#ask(({ queryKey: [name] }) => FOLLOWED.has(String(name)));
  }

  #ask(asked: Touches): void {
    this.#waiting.push(asked);
    if (!this.#isRunning) void this.#run();
  }

  #mayRead({ queryKey: [name], state: { error } }: Cached): boolean {
    return !isFinal(error) && (name === RINGS || !this.#lock.isWaiting());
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      const asked = this.#waiting.splice(0);
      const predicate: Touches = (query) => this.#mayRead(query) && asked.some((touched) => touched(query));
      // A reading that is under way may have begun before the event: read once more after it.
      if (this.#queryClient.isFetching({ predicate }) > 0) this.#waiting.push(...asked);
      void this.#queryClient.invalidateQueries({ predicate }, { cancelRefetch: false });
      do await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      while (!this.#lock.isWaiting() && this.#queryClient.isFetching({ predicate }) > 0);
    }
    this.#isRunning = false;
  }
}
