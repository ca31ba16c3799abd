import { cutText } from '../../kernel/text.ts';
import { isRecord, wrong } from './wrong-boundary.ts';

/** WGS 84 in longitude and latitude, with or without a height, in the ways in which files name it, in capitals. */
const WGS_84 = [
  /^(URN:(X-)?OGC:DEF:CRS:)?OGC:[\d.]*:?CRS:?84H?$/,
  /^CRS:?84H?$/,
  /^(URN:(X-)?OGC:DEF:CRS:)?EPSG:[\d.]*:?(4326|4979)$/,
  /^HTTPS?:\/\/(WWW\.)?OPENGIS\.NET\/DEF\/CRS\/(OGC\/[\d.]+\/CRS84H?|EPSG\/[\d.]+\/(4326|4979))\/?$/,
  /^HTTPS?:\/\/(WWW\.)?OPENGIS\.NET\/GML\/SRS\/EPSG\.XML#(4326|4979)$/,
  /^(GCS[ _])?WGS[ _]?(19)?84$/,
  /^(4326|4979)$/,
];

function nameOf(crs: unknown): string {
  if (typeof crs === 'string' || typeof crs === 'number') return String(crs);
  if (!isRecord(crs)) return JSON.stringify(crs);
  const properties = isRecord(crs['properties']) ? crs['properties'] : {};
  const named = properties['name'] ?? properties['code'] ?? properties['href'] ?? crs['name'];
  return typeof named === 'string' || typeof named === 'number' ? String(named) : JSON.stringify(crs);
}

/** Refuses, by its name, a `crs` (of GeoJSON before RFC 7946) that is another system than WGS 84. */
export function refuseOtherSystem(holder: Readonly<Record<string, unknown>>): void {
  const crs = holder['crs'];
  if (crs === undefined || crs === null) return;
  const name = nameOf(crs).trim();
  if (WGS_84.some((spelling) => spelling.test(name.toUpperCase()))) return;
  throw wrong(
    `The file's \`crs\` is ${cutText(name.replaceAll(/\p{C}/gu, ''), 80)}; it must be WGS 84 (EPSG:4326), or be left out where the positions are in WGS 84. Convert the file and send it again`,
  );
}
