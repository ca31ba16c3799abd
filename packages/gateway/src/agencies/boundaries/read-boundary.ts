import { DomainError } from '../../kernel/errors.ts';
import { noticeLatitudeFirst } from './axis-order.ts';
import { chooseFeatures } from './choose-features.ts';
import { findFeatures, type GivenFeature } from './find-features.ts';
import { areaKm2, boundaryOf, boundsOf, countPositions } from './measure-boundary.ts';
import { readPolygons } from './read-polygons.ts';
import { checkSimplified, MOST_GIVEN_POSITIONS } from './simplify-polygons.ts';
import type { BoundaryChoices, FeatureSummary, InspectedBoundary, ReadBoundary } from './types.ts';
import { wrong } from './wrong-boundary.ts';

/** How many notes are kept; a file of slivers has thousands. */
const MOST_NOTES = 30;

/** Counts what is a list, whatever else is wrong with it, before any of it is looked at. */
function countGiven(given: unknown, depth: number): number {
  if (!Array.isArray(given)) return 0;
  if (depth === 0) return 1;
  return given.reduce((sum: number, inner) => sum + countGiven(inner, depth - 1), 0);
}

function givenPositions({ polygons }: GivenFeature): number {
  return polygons.reduce((sum, { rings }) => sum + countGiven(rings, 2), 0);
}

function summaryOf(feature: GivenFeature, isChosen: boolean, isSwapped: boolean): FeatureSummary {
  const { number, name, polygons } = feature;
  const known = { number, name, isChosen, positionCount: givenPositions(feature) };
  try {
    const read = readPolygons(polygons, isSwapped).polygons.map(({ rings }) => rings);
    return { ...known, bounds: boundsOf(read.flat()), areaKm2: areaKm2(read), problem: null };
  } catch (err) {
    if (!(err instanceof DomainError)) throw err;
    return { ...known, bounds: null, areaKm2: null, problem: err.message };
  }
}

function cutNotes(notes: readonly string[]): string[] {
  if (notes.length <= MOST_NOTES) return [...notes];
  return [...notes.slice(0, MOST_NOTES), `and ${notes.length - MOST_NOTES} more of this kind`];
}

async function readChosen(chosen: readonly GivenFeature[], isSwapped: boolean): Promise<ReadBoundary> {
  const count = chosen.reduce((sum, feature) => sum + givenPositions(feature), 0);
  if (count > MOST_GIVEN_POSITIONS) {
    throw wrong(`The boundary has ${count} positions; up to ${MOST_GIVEN_POSITIONS} are simplified. Simplify it first`);
  }
  const read = readPolygons(
    chosen.flatMap(({ polygons }) => polygons),
    isSwapped,
  );
  const { polygons, notes, simplified } = await checkSimplified(read.polygons);
  const loss =
    simplified === null
      ? []
      : [
          `Simplified from ${simplified.positionsBefore} to ${simplified.positionsAfter} positions; its outline moved by at most ${simplified.largestShiftMetres.toFixed(1)} metres`,
        ];
  return {
    boundary: boundaryOf(polygons),
    bounds: boundsOf(polygons.flat()),
    positionCount: countPositions(polygons),
    areaKm2: areaKm2(polygons),
    notes: [...loss, ...cutNotes([...read.notes, ...notes])],
    simplified,
  };
}

/**
 * What a GeoJSON document (RFC 7946) has in it, stored nowhere: its features with polygons, and the boundary of those that were
 * chosen, or the choice that is missing. Refuses what `readBoundary` refuses, but for the missing choice.
 */
export async function inspectBoundary(given: unknown, choices: BoundaryChoices = {}): Promise<InspectedBoundary> {
  const isSwapped = choices.swap === true;
  const found = findFeatures(given);
  const choice = chooseFeatures(found, choices.features);
  const chosen = 'chosen' in choice ? choice.chosen : [];
  const features = found.map((feature) => summaryOf(feature, chosen.includes(feature), isSwapped));
  if ('description' in choice) {
    return { features, read: null, open: { choice: 'features', description: choice.description } };
  }
  const description =
    choices.swap === undefined ? noticeLatitudeFirst(chosen.flatMap(({ polygons }) => polygons)) : undefined;
  if (description !== undefined) return { features, read: null, open: { choice: 'swap', description } };
  return { features, read: await readChosen(chosen, isSwapped), open: null };
}

/**
 * A boundary from GeoJSON (RFC 7946): a Polygon, a MultiPolygon, or Features with them, of which several are united. Open rings are
 * closed, slivers and heights left out, more than 10,000 positions simplified; the notes name each. Refuses with
 * `invalid_request`, naming the polygon, ring and position and what to do about it: no such geometry, a system other than WGS 84,
 * several features of which none was chosen, latitude first, positions that are none or off the earth, edges that cross
 * or go more than half round the earth, and holes outside of their outline or as large as it. Which way round a ring runs does not matter.
 */
export async function readBoundary(given: unknown, choices: BoundaryChoices = {}): Promise<ReadBoundary> {
  const { read, open } = await inspectBoundary(given, choices);
  if (read !== null) return read;
  throw wrong(open?.description ?? 'The boundary cannot be read');
}
