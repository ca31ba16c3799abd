import { Type } from 'typebox';
import { refuse } from '../../kernel/errors.ts';

/** How many records a page has without a `limit`, and at most. */
export interface PageSize {
  readonly otherwise: number;
  readonly most: number;
}

/** The query's `limit`, as `readLimit` reads it. */
export function limitParameter({ otherwise, most }: PageSize) {
  const description = `At most so many, from 1 to ${most}; ${otherwise} where it is missing`;
  return Type.Optional(Type.String({ description, examples: [String(otherwise)] }));
}

/** How many records a page may have: the query's `limit`, or `otherwise` without one. Refuses what is not from 1 to `most`. */
export function readLimit(text: string | undefined, page: PageSize): number {
  if (text === undefined) return page.otherwise;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > page.most) {
    throw refuse.invalidRequest({ description: `limit must be a whole number from 1 to ${page.most}` });
  }
  return limit;
}
