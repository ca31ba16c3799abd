/** Injected everywhere, so that a test can stand at any instant. */
export interface Clock {
  /** Milliseconds since 1970, UTC. May step, forth or back, where the clock it follows is set. */
  now(): number;
  /** Milliseconds since some instant, never set: what has passed between two readings, whatever `now` does meanwhile. */
  elapsed(): number;
}

/** The wire form of an instant in the native API: RFC 3339 in UTC with milliseconds. */
export function toRfc3339(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
