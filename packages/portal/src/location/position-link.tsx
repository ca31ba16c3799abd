import { useMapSettings } from '../api/use-map-settings.ts';
import { translated } from '../words/translated.ts';
import type { PlacedLocation } from './trail-of.ts';

/** Opens the position in the program that the agency uses, where it named one. */
export function PositionLink({ location: { latitude, longitude, mgrs } }: { location: PlacedLocation }) {
  const map = useMapSettings();
  const template = map.data?.position_link ?? null;
  if (template === null) return null;
  const address = template
    .replaceAll('{latitude}', String(latitude))
    .replaceAll('{longitude}', String(longitude))
    .replaceAll('{mgrs}', encodeURIComponent(mgrs ?? ''));
  return (
    <a href={address} target="_blank" rel="noopener noreferrer">
      {translated('Open in {program}', { program: hostOf(template) })}
    </a>
  );
}

/** The host of a web address; of another program its scheme. */
function hostOf(template: string): string {
  return /^https?:\/\/([^/?#]+)/i.exec(template)?.[1] ?? template.slice(0, template.indexOf(':'));
}
