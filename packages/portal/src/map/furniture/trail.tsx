import { bearing } from '../../location/direction.ts';
import { KIND_WORDS } from '../../location/kind-words.ts';
import { type PlacedLocation, trailOf } from '../../location/trail-of.ts';
import { useLocations } from '../../location/use-locations.ts';
import { useTimes } from '../../time/use-times.ts';
import { translated } from '../../words/translated.ts';
import { type MercatorView, project } from '../view/mercator-view.ts';
import { KindShape } from './kind-shape.tsx';
import classes from './map.module.css';

/** Nearer ones have no room for an arrow or a time of their own. */
const ARROW_PIXELS = 26;
const LABEL_PIXELS = 64;

interface Leg {
  readonly at: readonly [number, number];
  readonly degrees: number;
}

interface TrailProps {
  view: MercatorView;
  incidentId: string;
  isStale: boolean;
}

/** The way an incident took: a line from its first position to its newest, arrows along it, and when it was where. */
export function Trail({ view, incidentId, isStale }: TrailProps) {
  const { clockText } = useTimes();
  const trail = trailOf(useLocations(incidentId).data?.locations ?? []);
  const newest = trail.at(-1);
  if (newest === undefined) return null;
  const points = trail.map(({ longitude, latitude }) => project(view, [longitude, latitude]));
  const kinds = [...new Set(trail.map(({ kind }) => kind))].map((kind) => translated(KIND_WORDS[kind])).join(', ');
  const label =
    trail.length === 1
      ? translated('Position {source}', { source: kinds })
      : translated('Trail of {count} positions, {sources}', { count: trail.length, sources: kinds });
  const labelled = spaced(points, LABEL_PIXELS);
  return (
    <svg
      className={classes.trail}
      width={view.width}
      height={view.height}
      role="img"
      aria-label={label}
      data-stale={isStale}
      data-testid="trail"
    >
      <polyline points={points.map((point) => point.join(',')).join(' ')} />
      {legsOf(trail, points).map(({ at: [x, y], degrees }) => (
        <path key={`${x},${y}`} d="M-5 4L0 -5L5 4Z" transform={`translate(${x} ${y}) rotate(${degrees})`} />
      ))}
      {trail.map((each, index) => {
        const [x, y] = points[index] ?? [0, 0];
        return (
          <g key={each.id} transform={`translate(${x} ${y})`} data-kind={each.kind} data-newest={each === newest}>
            <KindShape kind={each.kind} size={each === newest ? 8 : 4} />
            {labelled.has(index) && each !== newest && (
              <text x={8} y={4}>
                {clockText(each.located_at)}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

/** Where the arrows stand: in the middle of each leg that is long enough on this map. */
function legsOf(trail: readonly PlacedLocation[], points: readonly (readonly [number, number])[]): Leg[] {
  return trail.flatMap((to, index) => {
    const [from, start, end] = [trail[index - 1], points[index - 1], points[index]];
    if (from === undefined || start === undefined || end === undefined) return [];
    if (Math.hypot(end[0] - start[0], end[1] - start[1]) < ARROW_PIXELS) return [];
    return [{ at: [(start[0] + end[0]) / 2, (start[1] + end[1]) / 2] as const, degrees: bearing(from, to) }];
  });
}

/** The points, from the newest back, that are each so far from those chosen before. */
function spaced(points: readonly (readonly [number, number])[], apart: number): ReadonlySet<number> {
  const chosen: number[] = [];
  for (let index = points.length - 1; index >= 0; index -= 1) {
    const [x, y] = points[index] ?? [0, 0];
    const isFree = chosen.every((other) => {
      const [left, top] = points[other] ?? [0, 0];
      return Math.hypot(left - x, top - y) >= apart;
    });
    if (isFree) chosen.push(index);
  }
  return new Set(chosen);
}
