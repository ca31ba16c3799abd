import { refuse } from '../../kernel/errors.ts';

export const WHAT_IS_TAKEN = 'A boundary is a GeoJSON Polygon or MultiPolygon, or Features with them';

export function wrong(description: string): Error {
  return refuse.invalidRequest({ description });
}

/** `[-73.9,40.7]`, as it stands in the file. */
export function textOf(position: unknown): string {
  return JSON.stringify(position)?.slice(0, 60) ?? 'missing';
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
