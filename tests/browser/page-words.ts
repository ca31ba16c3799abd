import type { Page } from 'playwright-core';
import { SPANISH } from '../../packages/portal/src/words/spanish/spanish.ts';

const TEXTS: Readonly<Record<string, string>> = SPANISH.texts;
const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const inSpanish = new WeakSet<Page>();

/** What that page shows from now on is looked for in Spanish: its browser prefers it. */
export function readsSpanish(page: Page): void {
  inSpanish.add(page);
}

const valuesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
const fixedIn = (text: string) => text.replaceAll(/\{\w+\}/g, '').length;
/** Those with values in them: what has more words of its own is the text that is meant. */
const WITH_VALUES = Object.entries(TEXTS)
  .filter(([english]) => english.includes('{'))
  .toSorted(([one], [other]) => fixedIn(other) - fixedIn(one));

/** A text of the portal as a page that reads Spanish has it: whole, with its values filled in, or the beginning of one with a value. */
export function spanishOf(text: string): string {
  const whole = TEXTS[text] ?? TEXTS[text.replaceAll("'", '’')];
  if (whole !== undefined) return whole;
  const begun = Object.entries(TEXTS).find(([english]) => english.startsWith(`${text}{`));
  if (begun !== undefined) return begun[1].slice(0, begun[1].indexOf('{'));
  for (const [english, spanish] of WITH_VALUES) {
    const pattern = english
      .split(/\{\w+\}/)
      .map(escaped)
      .join('(.+)');
    // A text of values alone fits everything.
    if (/^[(.+)\W]*$/.test(pattern)) continue;
    const values = new RegExp(`^${pattern}$`).exec(text)?.slice(1);
    if (values === undefined) continue;
    return valuesIn(english).reduce(
      (filled, name, index) => filled.replace(`{${name}}`, spanishOf(values[index] ?? '')),
      spanish,
    );
  }
  return text;
}

/** A text of the portal in the language in which that page is read. */
export const wordsOf = (page: Page, text: string): string => (inSpanish.has(page) ? spanishOf(text) : text);

/** What begins with that text. */
export const beginsWith = (page: Page, text: string): RegExp => new RegExp(`^${escaped(wordsOf(page, text))}`);
