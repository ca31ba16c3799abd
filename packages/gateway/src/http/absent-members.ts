import type { TSchema } from 'typebox';

type Schema = TSchema & {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
};

const choicesOf = ({ anyOf = [], oneOf = [], allOf = [] }: Schema) => [...anyOf, ...oneOf, ...allOf];

function takesNull(schema: Schema): boolean {
  const { type } = schema;
  if (type === 'null' || (Array.isArray(type) && type.includes('null'))) return true;
  if (schema.const === null || schema.enum?.includes(null) === true) return true;
  const choices = choicesOf(schema);
  if (choices.length > 0) return choices.some(takesNull);
  return (
    type === undefined && schema.properties === undefined && schema.enum === undefined && schema.const === undefined
  );
}

/** Whether an empty text has a meaning there. */
function takesEmpty(schema: Schema): boolean {
  const { type, minLength = 0, pattern } = schema;
  const choices = choicesOf(schema);
  if (choices.length > 0) return choices.some(takesEmpty);
  if (schema.enum !== undefined || schema.const !== undefined)
    return [...(schema.enum ?? []), schema.const].includes('');
  return type === undefined || (type === 'string' && minLength === 0 && pattern === undefined);
}

/** Half the world's serialisers send null for what they have no value for; a choice between schemas is looked at in each. */
function prune(schema: Schema, value: unknown, isEmptyAbsent: boolean): unknown {
  if (Array.isArray(value))
    return schema.items === undefined ? value : value.map((item) => prune(schema.items as Schema, item, isEmptyAbsent));
  if (typeof value !== 'object' || value === null) return value;
  let pruned: unknown = value;
  for (const choice of choicesOf(schema)) pruned = prune(choice, pruned, isEmptyAbsent);
  const { properties, required = [] } = schema;
  if (properties === undefined) return pruned;
  const members = Object.entries(pruned as Record<string, unknown>).flatMap(([name, inner]) => {
    const member = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (member === undefined) return [[name, inner] as const];
    const isAbsent = inner === null ? !takesNull(member) : isEmptyAbsent && inner === '' && !takesEmpty(member);
    if (isAbsent && !required.includes(name)) return [];
    return [[name, prune(member, inner, isEmptyAbsent)] as const];
  });
  return Object.fromEntries(members);
}

/** True where an empty object is a whole body: it has no member that must be there. */
export function needsNoBody(schema: TSchema): boolean {
  const { type, required = [], minProperties = 0 } = schema as Schema;
  return type === 'object' && required.length === 0 && minProperties === 0;
}

/**
 * The JSON body as its route reads it: an optional member that is null is absent, however deep, unless its schema gives null a
 * meaning; with `isEmptyAbsent` so is an empty text where its schema takes none. No body is an empty one where no member must be
 * there.
 */
export function withoutAbsent(schema: TSchema, body: unknown, isEmptyAbsent = false): unknown {
  if (body === undefined || body === null) return needsNoBody(schema) ? {} : body;
  return prune(schema as Schema, body, isEmptyAbsent);
}
