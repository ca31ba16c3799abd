/** The address when it is http or https; null for anything else, `javascript:` above all. */
export function webAddress(value: string): string | null {
  const url = URL.parse(value);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : null;
}

/** The source of a picture that may be loaded without asking another host; null otherwise. */
export function imageSource(value: string, origin: string): string | null {
  if (/^data:image\/(png|jpeg|gif|webp);base64,/.test(value)) return value;
  const url = URL.parse(value, origin);
  return url !== null && url.origin === origin ? url.href : null;
}
