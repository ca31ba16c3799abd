import { translated } from '../words/translated.ts';

const BROWSERS = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const;

const SYSTEMS = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/CrOS/, 'ChromeOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
] as const;

const nameIn = (names: typeof BROWSERS | typeof SYSTEMS, text: string) =>
  names.find(([pattern]) => pattern.test(text))?.[1];

/** A browser as people call it, by what it calls itself: Chrome on Windows. */
export function browserText(userAgent: string | null): string {
  const text = userAgent ?? '';
  const browser = nameIn(BROWSERS, text) ?? translated('Another browser');
  const system = nameIn(SYSTEMS, text);
  return system === undefined ? browser : translated('{browser} on {system}', { browser, system });
}
