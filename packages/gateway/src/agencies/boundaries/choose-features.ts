import { featureText, type GivenFeature, plainName } from './find-features.ts';
import type { BoundaryChoices } from './types.ts';
import { wrong } from './wrong-boundary.ts';

/** How many features a sentence names. */
const MOST_NAMED = 20;

function listText(features: readonly GivenFeature[]): string {
  const named = features.slice(0, MOST_NAMED).map(featureText).join(', ');
  return features.length > MOST_NAMED ? `${named} and ${features.length - MOST_NAMED} more` : named;
}

function matching(features: readonly GivenFeature[], choice: string | number): readonly GivenFeature[] {
  if (typeof choice === 'number') return features.filter(({ number }) => number === choice);
  const wanted = plainName(choice).toLowerCase();
  const named = features.filter(({ name }) => name?.toLowerCase() === wanted);
  // Written at a command line or into a field, a number is text.
  return named.length === 0 && /^\d+$/.test(wanted) ? matching(features, Number(wanted)) : named;
}

/**
 * The features that were chosen, in the file's order, or the sentence that asks for a choice where there are several. Refuses a
 * name or number that none has, and a name that several have.
 */
export function chooseFeatures(
  features: readonly GivenFeature[],
  choice: BoundaryChoices['features'],
): { chosen: readonly GivenFeature[] } | { description: string } {
  if (choice === 'all') return { chosen: features };
  if (choice === undefined) {
    if (features.length === 1) return { chosen: features };
    return {
      description: `The file has ${features.length} features with polygons: ${listText(features)}. Choose by name or number, or all to unite them`,
    };
  }
  const chosen = new Set<GivenFeature>();
  for (const one of choice) {
    const found = matching(features, one);
    const [first] = found;
    const asked = typeof one === 'number' ? one : `"${plainName(one)}"`;
    if (first === undefined)
      throw wrong(`The file has no feature ${asked} with a polygon; it has ${listText(features)}`);
    if (found.length > 1) throw wrong(`Several features are named ${asked}: ${listText(found)}. Choose by number`);
    chosen.add(first);
  }
  return { chosen: features.filter((feature) => chosen.has(feature)) };
}
