/** Milliseconds since 1970, UTC. Injected everywhere, so that a test can stand at any instant. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** The wire form of an instant in the native API: RFC 3339 in UTC with milliseconds. */
export function toRfc3339(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
