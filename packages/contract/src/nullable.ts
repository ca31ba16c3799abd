import { type Static, type TSchema, Type } from 'typebox';

/**
 * The schema or null, as JSON Schema's own list of types rather than a choice of two schemas: a serialiser can see which
 * of the two it has without validating both.
 */
export function Nullable<S extends TSchema>(schema: S): ReturnType<typeof Type.Unsafe<Static<S> | null>> {
  const { type } = schema as { type?: string };
  return Type.Unsafe<Static<S> | null>({ ...schema, type: [type ?? 'object', 'null'] });
}
