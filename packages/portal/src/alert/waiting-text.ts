import { translated } from '../words/translated.ts';
/** How many alerts wait, in words; empty for none. */
export function waitingText(count: number): string {
  if (count === 0) return '';
  return count === 1
    ? translated('1 alert waits for an answer')
    : translated('{count} alerts wait for an answer', { count });
}
