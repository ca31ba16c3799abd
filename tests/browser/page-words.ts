import type { Page } from 'playwright-core';
import { SPANISH } from '../../packages/portal/src/words/spanish/spanish.ts';

const TEXTS: Readonly<Record<string, string>> = SPANISH.texts;
const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const inSpanish = new WeakSet<Page>();

/** What that page shows from now on is looked for in Spanish: its browser prefers it. */
export function readsSpanish(page: Page): void {
  inSpanish.add(page);
}

/** A text of the portal as a page that reads Spanish has it: whole, with its values filled in, or the beginning of one with a value. */
export function spanishOf(text: string): string {
  const whole = TEXTS[text] ?? TEXTS[text.replaceAll("'", '’')];
  if (whole !== undefined) return whole;
  for (const [english, spanish] of Object.entries(TEXTS)) {
    if (!english.includes('{')) continue;
    if (english.startsWith(`${text}{`)) return spanish.slice(0, spanish.indexOf('{'));
    const names = [...english.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const pattern = english
      .split(/\{\w+\}/)
      .map(escaped)
      .join('(.+)');
    // A text of values alone fits everything.
    if (/^[(.+)\W]*$/.test(pattern)) continue;
    const values = new RegExp(`^${pattern}$`).exec(text)?.slice(1);
    if (values === undefined) continue;
    return names.reduce((filled, name, index) => filled.replace(`{${name}}`, spanishOf(values[index] ?? '')), spanish);
  }
  return text;
}

/** A text of the portal in the language in which that page is read. */
export const wordsOf = (page: Page, text: string): string => (inSpanish.has(page) ? spanishOf(text) : text);

/** What begins with that text. */
export const beginsWith = (page: Page, text: string): RegExp => new RegExp(`^${escaped(wordsOf(page, text))}`);
