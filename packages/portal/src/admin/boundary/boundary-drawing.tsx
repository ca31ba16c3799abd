import type { AgencyBoundary, BoundaryGeometry } from '@sallyport/contract';
import classes from './boundary.module.css';

const WIDTH = 400;
const MARGIN = 8;

type Bounds = NonNullable<AgencyBoundary['bounds']>;
type Ring = [longitude: number, latitude: number][];

function ringsOf({ type, coordinates }: BoundaryGeometry): Ring[] {
  return (type === 'Polygon' ? coordinates : (coordinates as Ring[][]).flat()) as Ring[];
}

/** The outline with its holes, north up, in the shape it has on the ground around its middle. */
export function BoundaryDrawing({
  geometry,
  bounds,
  label,
}: {
  geometry: BoundaryGeometry;
  bounds: Bounds;
  label: string;
}) {
  const { west, south, east, north } = bounds;
  const narrowing = Math.max(Math.cos((((south + north) / 2) * Math.PI) / 180), 0.05);
  const scale = WIDTH / Math.max((east - west) * narrowing, north - south);
  const x = (longitude: number) => ((longitude - west) * narrowing * scale).toFixed(1);
  const y = (latitude: number) => ((north - latitude) * scale).toFixed(1);
  const path = ringsOf(geometry)
    .map((ring) => `M${ring.map(([longitude, latitude]) => `${x(longitude)},${y(latitude)}`).join('L')}Z`)
    .join('');
  const box = [-MARGIN, -MARGIN, (east - west) * narrowing * scale + 2 * MARGIN, (north - south) * scale + 2 * MARGIN];
  return (
    <svg viewBox={box.map((part) => part.toFixed(1)).join(' ')} role="img" aria-label={label}>
      <path className={classes.outline} d={path} />
    </svg>
  );
}
