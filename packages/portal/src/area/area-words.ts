import { translated } from '../words/translated.ts';
import { cornersOf } from './polygon.ts';

/** What an area of the URL is, in words: what is not the boundary was chosen on the map. */
export function areaWords(area: string): string {
  if (area === 'boundary') return translated('Within our boundary');
  return translated(cornersOf(area) === null ? 'Within a part of the map' : 'Within a drawn area');
}
