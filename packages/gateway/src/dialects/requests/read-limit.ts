import { refuse } from '../../kernel/errors.ts';

/** How many records a page may have: the query's `limit`, or `otherwise` without one. Refuses what is not from 1 to `most`. */
export function readLimit(text: string | undefined, page: { otherwise: number; most: number }): number {
  if (text === undefined) return page.otherwise;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > page.most) {
    throw refuse.invalidRequest({ description: `limit must be a whole number from 1 to ${page.most}` });
  }
  return limit;
}
