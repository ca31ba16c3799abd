import { isVisible } from '../../kernel/text.ts';

/**
 * Who a note is shown to be from: the partner that authenticated, and before it in words what that partner's system named as
 * the author, which nobody has proved.
 */
export function shownAuthor(named: string | null, suppliedBy: string): string {
  const name = named?.trim() ?? '';
  return !isVisible(name) || name === suppliedBy ? suppliedBy : `${name} (${suppliedBy})`;
}
