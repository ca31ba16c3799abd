import type { Seat } from '@sallyport/contract';

/** The ids of those colleagues whom a text names after an @, whatever letters are capital. */
export function mentionedIn(text: string, colleagues: readonly Pick<Seat, 'user_id' | 'name'>[]): string[] {
  const lower = text.toLowerCase();
  const named = colleagues.filter(({ name }) => lower.includes(`@${name.toLowerCase()}`));
  return [...new Set(named.map(({ user_id }) => user_id))];
}
