/** The known name that is nearest to a word: what was meant by it, most likely. */
export function nearestName(word: string, known: readonly string[]): string {
  const byDistance = known.map((name) => ({ name, distance: distanceOf(word, name) }));
  return byDistance.reduce((best, each) => (each.distance < best.distance ? each : best)).name;
}

/** How many letters must be put in, left out or changed to make one word the other (Levenshtein). */
function distanceOf(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...left].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= right.length; column += 1) {
      const changed = (row[column - 1] ?? 0) + (letter === right[column - 1] ? 0 : 1);
      next.push(Math.min((row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, changed));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
