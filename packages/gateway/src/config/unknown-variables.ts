import { environmentName, OPTIONS, type OptionName } from './options.ts';

const PREFIX = 'SALLYPORT_';

/** Of our tests' own, and what Kubernetes sets in every container beside a service that is named `sallyport`. */
const NOT_OURS = /^SALLYPORT_(TEST_|SERVICE_(HOST|PORT)|PORT_\d+_(TCP|UDP))/;

/** Variables that begin as ours do and set no option, each with the option whose name is nearest: a typing error, most likely. */
export function unknownVariables(
  environment: Readonly<Record<string, string | undefined>>,
): { variable: string; nearest: string }[] {
  const known = (Object.keys(OPTIONS) as OptionName[]).map(environmentName);
  return Object.keys(environment)
    .filter((variable) => variable.startsWith(PREFIX) && !known.includes(variable) && !NOT_OURS.test(variable))
    .map((variable) => ({ variable, nearest: nearestOf(variable, known) }));
}

function nearestOf(word: string, known: readonly string[]): string {
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
