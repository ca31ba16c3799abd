import { childrenOf, textOf } from './elements.ts';

/** The texts of an assertion's attributes by name. An attribute that stands there several times has the values of all of them. */
export function readAttributes(assertion: unknown): Readonly<Record<string, readonly string[]>> {
  const values = new Map<string, string[]>();
  for (const statement of childrenOf(assertion, 'AttributeStatement')) {
    for (const attribute of childrenOf(statement, 'Attribute')) {
      const name = attribute.$?.['Name'] ?? '';
      const texts = childrenOf(attribute, 'AttributeValue').map(textOf);
      values.set(name, [...(values.get(name) ?? []), ...texts.filter((text) => text !== '')]);
    }
  }
  return Object.fromEntries(values);
}
