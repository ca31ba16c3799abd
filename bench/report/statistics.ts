/** The middle value; the mean of the two middle ones when there is an even number. NaN of nothing. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? Number.NaN) + upper) / 2 : upper;
}

/** The smallest value that at least `share` of all values do not exceed, over all lists together. NaN of nothing. */
export function percentile(lists: Float64Array[], share: number): number {
  const sorted = Float64Array.from(lists.flatMap((list) => [...list])).sort();
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}

/** Smallest and largest. */
export function extremes(values: number[]): [least: number, most: number] {
  return [Math.min(...values), Math.max(...values)];
}
