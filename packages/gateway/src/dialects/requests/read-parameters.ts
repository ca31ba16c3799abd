import type { Static, TObject } from 'typebox';
import { refuse } from '../../kernel/errors.ts';
import type { ParameterBody } from '../routing/route.ts';

/** What is refused in other words than the parameter's own name. */
export interface ParameterRefusals {
  readonly missing?: string;
  readonly tooLong?: string;
}

const valuesOf = (body: unknown) => (body as ParameterBody).values;

/** Refuses a body without a parameter that the schema requires. */
export function requireParameters(schema: TObject, body: unknown, { missing }: ParameterRefusals = {}): void {
  const required: readonly string[] = schema.required ?? [];
  const absent = required.find((name) => !valuesOf(body).has(name));
  if (absent !== undefined) throw refuse.invalidRequest({ description: missing ?? `${absent} is missing` });
}

function refuseLong({ properties }: TObject, body: unknown, { tooLong }: ParameterRefusals): void {
  for (const [name, property] of Object.entries(properties)) {
    const { maxLength = Number.POSITIVE_INFINITY } = property as { maxLength?: number };
    if ((valuesOf(body).get(name)?.length ?? 0) <= maxLength) continue;
    const description = tooLong ?? `${name} must have at most ${maxLength} characters`;
    throw refuse.invalidRequest({ description });
  }
}

/**
 * The parameters of a form or flat JSON body that the schema names, as text; others are ignored (RFC 6749 section 3.2). Refuses
 * those that are missing, then those that are longer than the schema takes. A path that answers by another order, or whose client is
 * checked in between, asks for the first apart.
 */
export function readParameters<Schema extends TObject>(
  schema: Schema,
  body: unknown,
  refusals: ParameterRefusals = {},
): Static<Schema> {
  requireParameters(schema, body, refusals);
  refuseLong(schema, body, refusals);
  const named = [...valuesOf(body)].filter(([name]) => Object.hasOwn(schema.properties, name));
  return Object.fromEntries(named) as Static<Schema>;
}
