import type { Language } from '@sallyport/contract';
import { useSyncExternalStore } from 'react';
import { translateBy } from './translated.ts';

/** What the person of this tab chose, so that a page that is loaded anew begins in it. */
const CHOSEN_KEY = 'sallyport-language';
const LANGUAGES: readonly Language[] = ['en', 'es'];
/** Each language by its own name, so that whoever reads only that one finds it. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', es: 'Español' };
/** Whose dates and numbers are shown to a browser of another language. */
const REGIONAL: Readonly<Record<Language, string>> = { en: 'en-US', es: 'es-US' };

const listeners = new Set<() => void>();
let current: Language = 'en';
let wanted: Language = current;

/** The first of the browser's languages that the portal has; English where it has none. */
export function languageOfBrowser(preferred: readonly string[] = navigator.languages): Language {
  const named = preferred.map((tag) => tag.slice(0, 2).toLowerCase());
  return named.find((name): name is Language => LANGUAGES.some((each) => each === name)) ?? 'en';
}

/** The BCP 47 tag by which dates and numbers are written: the browser's own of the portal's language, with its region. */
export function formatTag(): string {
  const own = globalThis.navigator?.languages.find((tag) => tag.slice(0, 2).toLowerCase() === current);
  return own ?? REGIONAL[current];
}

/** A number as the page's language writes it. */
export function numberText(value: number, digitsAtMost: number, digitsAtLeast = 0): string {
  const digits = { maximumFractionDigits: digitsAtMost, minimumFractionDigits: digitsAtLeast };
  return new Intl.NumberFormat(formatTag(), { ...digits, useGrouping: false }).format(value);
}

/**
 * Reads the portal in that language from now on; null is the browser's own. The texts of a language other than English are loaded
 * first, and where they cannot be, the page stays as it is.
 */
export async function readIn(chosen: Language | null): Promise<void> {
  wanted = chosen ?? languageOfBrowser();
  if (chosen === null) sessionStorage.removeItem(CHOSEN_KEY);
  else sessionStorage.setItem(CHOSEN_KEY, chosen);
  const next = wanted;
  if (next === current) return;
  const texts = next === 'en' ? null : (await import('./spanish/spanish.ts')).SPANISH;
  // Another choice came meanwhile.
  if (next !== wanted) return;
  translateBy(texts);
  current = next;
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
}

/** The language a page begins in: the one that this tab's person chose, else the browser's. */
export function firstLanguage(): Promise<void> {
  const stored = LANGUAGES.find((each) => each === sessionStorage.getItem(CHOSEN_KEY));
  return readIn(stored ?? null).catch(() => {});
}

/** The language of the page; what is drawn in another one is drawn anew. */
export function useLanguage(): Language {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => current,
  );
}
