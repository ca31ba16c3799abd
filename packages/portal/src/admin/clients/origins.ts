/** The origins typed into a text, one a line, without empty lines. */
export function readOrigins(text: string): string[] {
  return text
    .split(/\s+/)
    .map((line) => line.replace(/\/$/, ''))
    .filter((line) => line !== '');
}

/** True for an http or https origin without a path. */
export function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.origin === text.toLowerCase();
}
