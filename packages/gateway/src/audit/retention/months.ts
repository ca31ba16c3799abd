/**
 * One table of the audit on PostgreSQL, by its name: it holds the records of instants from `from` on, before `to`, in milliseconds.
 * The first has no beginning, the last no end.
 */
export interface Partition {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Midnight UTC of the first of the month so many months after that of `at`. */
export function monthStart(at: number, after = 0): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + after, 1);
}

/** False of the first partition, of the last, and of one that has several months. */
export function isOneMonth({ from, to }: Partition): boolean {
  return Number.isFinite(from) && to === monthStart(from, 1);
}

/** The months from `from` to `to`, both of them beginnings of months. */
export function monthsBetween(from: number, to: number): Partition[] {
  const months: Partition[] = [];
  for (let at = from; at < to; at = monthStart(at, 1)) {
    months.push({ name: partitionName(at), from: at, to: monthStart(at, 1) });
  }
  return months;
}

/** What the partition is called that begins there. */
export function partitionName(from: number): string {
  return `audit_records_${new Date(from).toISOString().slice(0, 7).replace('-', '_')}`;
}
