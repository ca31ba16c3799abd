import type { MapSettings } from '@sallyport/contract';

/** Whether something else than the outline, which is in the public domain, may be drawn. */
export function isOfOthers({ style_url, pmtiles_url, files }: MapSettings): boolean {
  return style_url !== null || pmtiles_url !== null || files.length > 0;
}
