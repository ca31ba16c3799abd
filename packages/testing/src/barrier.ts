/** Starts every piece of work only once all of them stand ready, and returns how each one ended. */
export async function atOnce<T>(
  count: number,
  work: (index: number) => Promise<T>,
): Promise<PromiseSettledResult<T>[]> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const running = Array.from({ length: count }, async (_, index) => {
    await released;
    return work(index);
  });
  release();
  return Promise.allSettled(running);
}

/** The values of those that succeeded. */
export function succeeded<T>(results: readonly PromiseSettledResult<T>[]): T[] {
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/** The reasons of those that did not. */
export function failed(results: readonly PromiseSettledResult<unknown>[]): unknown[] {
  return results.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []));
}

const LOOK_EVERY_MS = 5;
/** What takes long is looked at less often, so that waiting takes no processor from what is waited for. */
const LOOK_AT_LEAST_EVERY_MS = 50;

/**
 * Resolves once `holds` does; fails after `withinMs` of real time, which only bounds a test that fails: a crowded machine takes
 * its time, so only a test that measures gives another one. For what another process does in its own time.
 */
export async function eventually(holds: () => boolean | Promise<boolean>, withinMs = 90_000): Promise<void> {
  const startedAt = performance.now();
  while (!(await holds())) {
    const waitedMs = performance.now() - startedAt;
    if (waitedMs > withinMs) throw new Error(`it did not happen within ${withinMs} ms`);
    const pauseMs = Math.min(LOOK_AT_LEAST_EVERY_MS, Math.max(LOOK_EVERY_MS, waitedMs / 20));
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
