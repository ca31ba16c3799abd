/** The address when it is http or https; null for anything else, `javascript:` above all. */
export function webAddress(value: string): string | null {
  const url = URL.parse(value);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : null;
}

/** The address of a file of this server, which names the deeplink that opens it; null for anything else. */
export function ownAddress(value: string, origin: string, deeplinkId: string | null): string | null {
  const url = URL.parse(value, origin);
  if (url === null || url.origin !== origin) return null;
  if (deeplinkId !== null) url.searchParams.set('deeplink', deeplinkId);
  return url.href;
}

/** The source of a picture that may be loaded without asking another host; null otherwise. */
export function imageSource(value: string, origin: string, deeplinkId: string | null = null): string | null {
  if (/^data:image\/(png|jpeg|gif|webp);base64,/.test(value)) return value;
  return ownAddress(value, origin, deeplinkId);
}
