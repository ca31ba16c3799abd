/**
 * `degraded`: it does not work, and the server can be sent requests all the same. `draining`: on purpose, because the server
 * is being stopped.
 */
export type PartStatus = 'ready' | 'degraded' | 'unavailable' | 'draining';

/** What one part answers. `reason` is shown to whoever asks `/readyz`, so it names no address and no data. */
export interface PartState {
  readonly status: PartStatus;
  readonly reason?: string;
  /** Of a part that works again and again: seconds since it last succeeded. */
  readonly ageSeconds?: number;
}

export interface ReadinessReport {
  /** `draining` where a part is, else `unavailable` where a part is, else `ready`. */
  readonly status: Exclude<PartStatus, 'degraded'>;
  readonly parts: Readonly<Record<string, PartState>>;
}

const ANSWER_WITHIN_MS = 2_000;
const NO_ANSWER: PartState = { status: 'unavailable', reason: 'no answer in time' };
export const READY: PartState = { status: 'ready' };

/** Ready where the promise is fulfilled. */
export async function readyIf(check: Promise<unknown>, reason = 'no answer'): Promise<PartState> {
  return check.then(
    () => READY,
    () => ({ status: 'unavailable', reason }),
  );
}

/** The parts that must work before this process may be sent requests, by name. Asking is bounded to two seconds. */
export class Readiness {
  readonly #parts = new Map<string, () => PartState | Promise<PartState>>();

  /** Names a part of `/readyz`. A check that throws counts as unavailable. Returns how to take it out again. */
  add(name: string, check: () => PartState | Promise<PartState>): () => void {
    this.#parts.set(name, check);
    return () => this.#parts.delete(name);
  }

  async report(): Promise<ReadinessReport> {
    const states = await Promise.all(
      [...this.#parts].map(async ([name, check]) => [name, await inTime(check)] as const),
    );
    const statuses = states.map(([, { status }]) => status);
    const worst = (['draining', 'unavailable'] as const).find((status) => statuses.includes(status));
    return { status: worst ?? 'ready', parts: Object.fromEntries(states) };
  }
}

async function inTime(check: () => PartState | Promise<PartState>): Promise<PartState> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<PartState>((resolve) => {
    timer = setTimeout(() => resolve(NO_ANSWER), ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([(async () => check())(), late]);
  } catch {
    return { status: 'unavailable', reason: 'the check failed' };
  } finally {
    clearTimeout(timer);
  }
}
