/** How many alerts wait, in words; empty for none. */
export function waitingText(count: number): string {
  if (count === 0) return '';
  return count === 1 ? '1 alert waits for an answer' : `${count} alerts wait for an answer`;
}
