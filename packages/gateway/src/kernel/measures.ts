/** A value with the labels it stands under. */
export interface Sample {
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface MeasureName {
  readonly name: string;
  /** What an operator reads beside it: the guarantee, the unit. */
  readonly help: string;
  readonly labels?: readonly string[];
}

/** What is read when it is asked for; one reading gives the samples of each name. */
export interface Gauges {
  readonly names: readonly MeasureName[];
  read(): Promise<Readonly<Record<string, readonly Sample[]>>>;
}

/** Label values beyond these are counted together, so that no caller can fill the memory of whoever keeps the samples. */
const VALUES_AT_MOST = 500;
const THE_REST = 'other';
const READ_WITHIN_MS = 2_000;
const NOTHING: Readonly<Record<string, readonly Sample[]>> = {};

/** A count that only grows, by the values of its labels: the first 500 each by itself, the others as `other`. */
export class CounterMeasure {
  readonly about: MeasureName;
  readonly #counts = new Map<string, { labels: Readonly<Record<string, string>>; value: number }>();

  constructor(about: MeasureName) {
    this.about = about;
  }

  add(labels: Readonly<Record<string, string>> = {}, value = 1): void {
    const key = JSON.stringify(labels);
    const isNew = !this.#counts.has(key) && this.#counts.size >= VALUES_AT_MOST;
    const counted = isNew ? Object.fromEntries(Object.keys(labels).map((name) => [name, THE_REST])) : labels;
    const countedKey = isNew ? JSON.stringify(counted) : key;
    const { value: before } = this.#counts.get(countedKey) ?? { value: 0 };
    this.#counts.set(countedKey, { labels: counted, value: before + value });
  }

  samples(): readonly Sample[] {
    return [...this.#counts.values()];
  }
}

/** What this process measures of itself and of its installation; `/metrics` exports it. */
export class Measures {
  readonly gauges: Gauges[] = [];
  readonly counters: CounterMeasure[] = [];

  /** Adds what is read when it is asked for, once for all names that are asked for together. A reading that fails, or takes longer than 2 s, has no samples. */
  watch(names: readonly MeasureName[], read: Gauges['read']): void {
    let reading: Promise<Readonly<Record<string, readonly Sample[]>>> | undefined;
    this.gauges.push({
      names,
      read() {
        reading ??= inTime(read().catch(() => NOTHING)).finally(() => {
          reading = undefined;
        });
        return reading;
      },
    });
  }

  count(about: MeasureName): CounterMeasure {
    const counter = new CounterMeasure(about);
    this.counters.push(counter);
    return counter;
  }
}

async function inTime<T extends typeof NOTHING>(reading: Promise<T>): Promise<T | typeof NOTHING> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof NOTHING>((resolve) => {
    timer = setTimeout(() => resolve(NOTHING), READ_WITHIN_MS);
  });
  return Promise.race([reading, late]).finally(() => clearTimeout(timer));
}
