import type { MapFile, MapSettings } from '@sallyport/contract';
import type { PmtilesArchive } from './pmtiles-style.ts';

interface Position {
  latitude: number;
  longitude: number;
}

function areaOf({ bounds: { west, south, east, north } }: MapFile): number {
  return (east - west) * (north - south);
}

/**
 * The archive to draw at a position: the smallest of the installation's own that covers it, or else the configured one.
 * Null where a style of its own or the outline is to be drawn.
 */
export function chooseArchive(
  { style_url, pmtiles_url, files }: MapSettings,
  { latitude, longitude }: Position,
): PmtilesArchive | null {
  if (style_url !== null) return null;
  const covering = files.filter(
    ({ bounds: { west, south, east, north } }) =>
      longitude >= west && longitude <= east && latitude >= south && latitude <= north,
  );
  const [file] = covering.sort((a, b) => areaOf(a) - areaOf(b));
  if (file !== undefined) return file;
  return pmtiles_url === null ? null : { url: pmtiles_url, attribution: null };
}
