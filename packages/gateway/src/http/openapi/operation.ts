import type { TSchema } from 'typebox';
import { DOCUMENT_TYPES, TABLE_TYPES } from '../../dialects/routing/file-types.ts';
import type { Route } from '../../dialects/routing/route.ts';
import type { Components } from './components.ts';
import { describeAccess, securityOf } from './security.ts';

const MEDIA = ['image/*', 'video/*', 'audio/*', 'application/pdf'];

const STATUS_WORDS: Readonly<Record<string, string>> = {
  101: 'The WebSocket is open',
  200: 'Done',
  201: 'Created',
  202: 'Accepted',
  204: 'Done; there is no body',
  206: 'The bytes that Range asked for',
  303: 'The browser goes to Location',
};

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

/** Bytes are no value of any schema. */
const bytesOf = (types: readonly string[]) => Object.fromEntries(types.map((type) => [type, {}]));

function bodyOf({ body: kind, jsonType, schema: { body } }: Route<never>, components: Components): object | undefined {
  const schema = body === undefined ? {} : components.refer(body);
  const of = (types: readonly string[], each: object) =>
    Object.fromEntries(types.map((type) => [type, { schema: each }]));
  switch (kind) {
    case 'none':
      return undefined;
    case 'json':
      return { required: true, content: of([jsonType ?? 'application/json'], schema) };
    case 'json-or-media':
      return { required: true, content: { ...of(['application/json'], schema), ...bytesOf(MEDIA) } };
    case 'document':
      return { required: true, content: bytesOf(DOCUMENT_TYPES) };
    case 'table':
      return { required: true, content: bytesOf(TABLE_TYPES) };
    default:
      return { required: true, content: of(['application/x-www-form-urlencoded', 'application/json'], schema) };
  }
}

function answersOf({ schema, answerType }: Route<never>, components: Components): Record<string, object> {
  const answered = Object.entries(schema.responses).map(([status, answer]): [string, object] => {
    const description = STATUS_WORDS[status] ?? 'Done';
    if (answer === null) {
      const isPage = status === '200' && answerType !== undefined;
      return [status, { description, ...(isPage && { content: { [answerType]: { schema: { type: 'string' } } } }) }];
    }
    const { contentMediaType } = answer as { contentMediaType?: string };
    const content = contentMediaType === undefined ? { schema: components.refer(answer) } : {};
    return [status, { description, content: { [contentMediaType ?? answerType ?? 'application/json']: content } }];
  });
  return Object.fromEntries(answered);
}

/** One route as an OpenAPI operation. */
export function operationOf(
  route: Route<never>,
  {
    operationId,
    tag,
    components,
    refused,
  }: { operationId: string; tag: string; components: Components; refused: Readonly<Record<string, object>> },
): object {
  const parameters = [...pathParameters(route, components), ...parametersOf('query', route.schema.query, components)];
  const requestBody = bodyOf(route, components);
  const description = describeAccess(route);
  return {
    operationId,
    summary: route.summary,
    ...(description !== null && { description }),
    tags: [tag],
    security: securityOf(route),
    ...(route.grantTypes && { 'x-grant-types': route.grantTypes }),
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses: { ...answersOf(route, components), ...refused },
  };
}
