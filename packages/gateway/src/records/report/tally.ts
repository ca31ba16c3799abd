import { fromStoredType } from '../../incidents/incident/stored-form.ts';
import { Distribution } from './parts/distribution.ts';
import type { PartFigures } from './store.ts';

/** How many came in under one name. Tests are counted apart, whether calls or alerts. */
export interface Count {
  readonly name: string;
  calls: number;
  alerts: number;
  tests: number;
}

/** The more frequent ones that have a line of their own; the rest of them share one. */
const MOST_NAMES = 30;
/** Of the names that share a line. */
export const ALL_OTHERS = 'All others';

const isTest = ({ emergency_type: type, is_test: marked }: { emergency_type: string | null; is_test: number }) =>
  fromStoredType(type, marked === 1).isTest;
const sumOf = ({ calls = 0, alerts, tests }: { calls?: number; alerts: number; tests: number }) =>
  calls + alerts + tests;

/** Counts by name. */
export class CountsByName {
  readonly #counts = new Map<string, Count>();

  constructor(names: readonly string[] = []) {
    for (const name of names) this.of(name);
  }

  of(name: string): Count {
    const known = this.#counts.get(name);
    if (known !== undefined) return known;
    const made = { name, calls: 0, alerts: 0, tests: 0 };
    this.#counts.set(name, made);
    return made;
  }

  /** In the order in which the names were first asked for. */
  inOrder(): Count[] {
    return [...this.#counts.values()];
  }

  /** The most frequent first, and those that are less frequent than thirty others in one. */
  byFrequency(): Count[] {
    const sorted = this.inOrder().sort(
      (left, right) => sumOf(right) - sumOf(left) || (left.name < right.name ? -1 : 1),
    );
    if (sorted.length <= MOST_NAMES) return sorted;
    const rest = { name: ALL_OTHERS, calls: 0, alerts: 0, tests: 0 };
    for (const { calls, alerts, tests } of sorted.slice(MOST_NAMES)) {
      rest.calls += calls;
      rest.alerts += alerts;
      rest.tests += tests;
    }
    return [...sorted.slice(0, MOST_NAMES), rest];
  }
}

/** What became of alerts. */
export class AnswerTally {
  received = 0;
  declined = 0;
  timedOut = 0;
  readonly waits = new Distribution();
}

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

/** The figures of a report, added up part by part. */
export class Tally {
  readonly hours = new CountsByName(HOURS);
  readonly days: CountsByName;
  readonly types = new CountsByName();
  readonly sources = new CountsByName();
  readonly declines = new CountsByName();
  readonly alerts = new AnswerTally();
  readonly tests = new AnswerTally();
  readonly acceptance = new Map(HOURS.map((hour) => [hour, new Distribution()]));

  constructor(days: readonly string[]) {
    this.days = new CountsByName(days);
  }

  add(day: string, { counts, declines, answers }: PartFigures): void {
    for (const row of counts) {
      const member = isTest(row) ? 'tests' : row.kind === 'call' ? 'calls' : 'alerts';
      const type = fromStoredType(row.emergency_type).emergencyType ?? '';
      this.hours.of(HOURS[row.hour] ?? '')[member] += row.count;
      this.days.of(day)[member] += row.count;
      this.types.of(type)[member] += row.count;
      this.sources.of(row.supplied_by)[member] += row.count;
      if (row.kind === 'alert') this.#answersOf(row).received += row.count;
    }
    for (const row of declines) {
      this.declines.of(row.reason ?? '')[isTest(row) ? 'tests' : 'alerts'] += row.count;
      this.#answersOf(row).declined += row.count;
    }
    for (const row of answers) {
      const tally = this.#answersOf(row);
      if (row.seconds === null) {
        tally.timedOut += row.count;
        continue;
      }
      tally.waits.add(row.seconds, row.count);
      if (tally === this.alerts) this.acceptance.get(HOURS[row.hour] ?? '')?.add(row.seconds, row.count);
    }
  }

  #answersOf(row: { emergency_type: string | null; is_test: number }): AnswerTally {
    return isTest(row) ? this.tests : this.alerts;
  }
}
