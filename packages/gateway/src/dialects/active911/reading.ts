import { Type } from 'typebox';
import { refuse } from '../../kernel/errors.ts';
import type { Route } from '../routing/route.ts';
import { active911Errors } from './errors.ts';

/** What every reading route of the API has alike. */
export const reading = {
  method: 'GET',
  errors: active911Errors,
  answerType: 'text/html',
  limit: 'reads',
  body: 'none',
} as const satisfies Partial<Route<never>>;

export const byId = Type.Object({
  id: Type.String({ maxLength: 40, description: "The record's number", examples: ['7'] }),
});

/** A record's number; what is no whole number is nobody's, and 0 finds nothing. */
export function numberOf({ id = '' }: Readonly<Record<string, string>>): number {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : 0;
}

/** A whole number of the query, or nothing without one; an empty one is none. Refuses what is not from `least` to `most`. */
export function wholeNumber(
  text: string | undefined,
  name: string,
  { least, most }: { least: number; most: number },
): number | undefined {
  if (text === undefined || text === '') return undefined;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (value < least || value > most) {
    throw refuse.invalidRequest({ description: `${name} must be a whole number from ${least} to ${most}` });
  }
  return value;
}
