import type { TSchema } from 'typebox';
import type { Route } from '../../dialects/routing/route.ts';
import type { Components } from './components.ts';

const MEDIA = ['image/*', 'video/*', 'audio/*', 'application/pdf'];
const DOCUMENTS = ['application/pdf', 'image/png', 'image/jpeg'];

function securityOf({ access }: Route<never>): Record<string, string[]>[] {
  switch (access.kind) {
    case 'public':
      return [];
    case 'token':
      return [{ bearer: [access.scope] }];
    case 'reader':
    case 'administrator_or_client':
      return [{ bearer: [access.scope] }, { session: [] }];
    case 'developer':
      return [{ developer: [] }];
    default:
      return [{ session: [] }];
  }
}

function parametersOf(place: 'path' | 'query', schema: TSchema | undefined, components: Components): object[] {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Record<string, TSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = property as TSchema & { description?: string };
    return {
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      ...(description !== undefined && { description }),
      schema: components.refer(rest),
    };
  });
}

/** A path parameter that no schema names is text. */
function pathParameters({ path, schema }: Route<never>, components: Components): object[] {
  const named = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const known = ((schema.params ?? {}) as { properties?: object }).properties ?? {};
  const others = named.filter((name) => !(name in known));
  return [
    ...parametersOf('path', schema.params, components),
    ...others.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
  ];
}

function bodyOf({ body: kind, schema: { body } }: Route<never>, components: Components): object | undefined {
  const schema = body === undefined ? {} : components.refer(body);
  const of = (types: readonly string[], each: object) =>
    Object.fromEntries(types.map((type) => [type, { schema: each }]));
  switch (kind) {
    case 'none':
      return undefined;
    case 'json':
      return { required: true, content: of(['application/json'], schema) };
    case 'json-or-media':
      return { required: true, content: { ...of(['application/json'], schema), ...of(MEDIA, {}) } };
    case 'document':
      return { required: true, content: of(DOCUMENTS, {}) };
    default:
      return { required: true, content: of(['application/x-www-form-urlencoded', 'application/json'], schema) };
  }
}

function responsesOf({ schema, errors }: Route<never>, components: Components): object {
  const refused = { content: { 'application/json': { schema: components.refer(errors.schema) } } };
  const answered = Object.entries(schema.responses).map(([status, answer]) => {
    const description = answer === null ? (status === '200' ? 'A page' : 'No body') : 'As asked';
    const content = answer && { content: { 'application/json': { schema: components.refer(answer) } } };
    return [status, { description, ...content }];
  });
  return {
    ...Object.fromEntries(answered),
    '4XX': { description: 'Refused', ...refused },
    '5XX': { description: 'Not possible now', ...refused },
  };
}

/** One route as an OpenAPI operation. */
export function operationOf(
  route: Route<never>,
  { operationId, tag, components }: { operationId: string; tag: string; components: Components },
): object {
  const parameters = [...pathParameters(route, components), ...parametersOf('query', route.schema.query, components)];
  const requestBody = bodyOf(route, components);
  return {
    operationId,
    summary: route.summary,
    tags: [tag],
    security: securityOf(route),
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses: responsesOf(route, components),
  };
}
