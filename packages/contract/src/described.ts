import type { TSchema } from 'typebox';

/** The schema with another description and, where one is given, another example; as optional as it was. */
export function described<Schema extends TSchema>(schema: Schema, description: string, example?: unknown): Schema {
  const copy = Object.defineProperties({}, Object.getOwnPropertyDescriptors(schema)) as Schema;
  return Object.assign(copy, { description, ...(example !== undefined && { examples: [example] }) });
}
