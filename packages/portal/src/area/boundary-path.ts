import type { AgencyMap } from '@sallyport/contract';
import { type LonLat, type MercatorView, project } from '../map/view/mercator-view.ts';

/** An agency's boundary as the path of an SVG over a map. */
export function boundaryPath(view: MercatorView, { type, coordinates }: NonNullable<AgencyMap['boundary']>): string {
  const rings = (type === 'Polygon' ? coordinates : (coordinates as LonLat[][][]).flat()) as LonLat[][];
  return rings.map((ring) => `M${ring.map((place) => project(view, place).join(',')).join('L')}Z`).join('');
}
