import { parse } from 'node:querystring';

/** A query's parameters. One without a value is absent, as in a body; one sent twice is a list, which no schema here takes. */
export function parseQuery(text: string): Record<string, string | string[]> {
  const given = Object.entries(parse(text)).flatMap(([name, value]) => {
    const values = [value ?? []].flat().filter((one) => one !== '');
    const [only] = values;
    if (only === undefined) return [];
    return [[name, values.length === 1 ? only : values] as const];
  });
  return Object.assign(Object.create(null) as Record<string, string | string[]>, Object.fromEntries(given));
}
