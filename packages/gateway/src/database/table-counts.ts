/** How many rows each table has. */
export type TableCounts = Readonly<Record<string, number>>;

/** Which tables do not have as many rows as they must, a sentence each. */
export function differingCounts(expected: TableCounts, found: TableCounts): string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort();
  return names
    .filter((name) => expected[name] !== found[name])
    .map((name) => `table ${name} has ${found[name] ?? 'no'} rows, and must have ${expected[name] ?? 'none'}`);
}
