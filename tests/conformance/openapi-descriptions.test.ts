import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown) => typeof value === 'string' && value.trim() !== '';

interface Field {
  readonly name: string;
  readonly schema: Json;
  readonly description: unknown;
}

/** Every parameter of an operation, header, and property of a schema, however deep, by where it is in the document. */
function* fieldsOf(value: unknown, place: string): Generator<Field> {
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) yield* fieldsOf(each, `${place}/${index}`);
    return;
  }
  if (!isObject(value)) return;
  if (typeof value['in'] === 'string' && isObject(value['schema'])) {
    const { name, schema, description } = value as { name: string; schema: Json; description?: string };
    yield { name: `${place} ${name}`, schema, description };
    return;
  }
  const { properties } = value;
  if (isObject(properties)) {
    for (const [name, schema] of Object.entries(properties)) {
      if (isObject(schema)) yield { name: `${place}.${name}`, schema, description: schema['description'] };
    }
  }
  for (const [name, inner] of Object.entries(value)) {
    if (name === 'example' || name === 'examples') continue;
    yield* fieldsOf(inner, `${place}/${name}`);
  }
}

function resolve(document: Json, schema: Json): Json {
  const { $ref } = schema;
  if (typeof $ref !== 'string') return schema;
  const found = $ref
    .slice(2)
    .split('/')
    .reduce<unknown>((inner, key) => (inner as Json)[key], document);
  return found as Json;
}

/** True where a value of the schema is seen without knowing more: an example, one of its values, or a form with a name. */
function isShown(document: Json, schema: Json): boolean {
  const known = resolve(document, schema);
  if ([known, schema].some((each) => ['examples', 'enum', 'const', 'format', 'default'].some((key) => key in each))) {
    return true;
  }
  const { type, items, anyOf } = known;
  if (Array.isArray(anyOf)) return anyOf.some((each) => each.type !== 'null' && isShown(document, each as Json));
  if (type === 'array') return isObject(items) && isShown(document, items);
  return ![type].flat().some((each) => each === 'string' || each === 'number' || each === 'integer');
}

function everyFieldOf(document: Json): Field[] {
  const parts = ['paths', 'webhooks', 'channels', 'components'];
  return parts.flatMap((part) => [...fieldsOf(document[part], part)]);
}

function undescribed(document: Json): string[] {
  const all = everyFieldOf(document);
  return all.flatMap(({ name, schema, description }) =>
    text(description) ? [] : [`${name}: ${JSON.stringify(schema)}`],
  );
}

function withoutExample(document: Json): string[] {
  const all = everyFieldOf(document);
  return all.flatMap(({ name, schema }) => (isShown(document, schema) ? [] : [`${name}: ${JSON.stringify(schema)}`]));
}

const sourceOf = (name: string) => readFileSync(new URL(`../../docs/${name}.json`, import.meta.url), 'utf8');

for (const [name, least] of [
  ['openapi', 1_200],
  ['asyncapi', 100],
] as const) {
  const document = JSON.parse(sourceOf(name)) as Json;

  test(`every parameter and every field of ${name}.json has a description`, () => {
    assert.ok(everyFieldOf(document).length > least, String(everyFieldOf(document).length));
    assert.deepEqual(undescribed(document), []);
  });

  test(`every text and number of ${name}.json has an example, its values or a format`, () => {
    assert.deepEqual(withoutExample(document), []);
  });
}

test('examples name nobody: telephone numbers are 555-01xx', () => {
  const numbers =
    `${sourceOf('openapi')}${sourceOf('asyncapi')}`.match(/\b1?\d{3}[- ]?555[- ]?\d{4}\b|\+1\d{10}/g) ?? [];
  assert.ok(numbers.length > 0);
  assert.deepEqual(
    numbers.filter((number) => !/555[- ]?01\d\d$/.test(number)),
    [],
  );
});

test('a field without a description, and one without an example, is found by its name', () => {
  const bad = {
    paths: { '/a': { get: { parameters: [{ name: 'b', in: 'query', schema: { type: 'string' } }] } } },
    components: { schemas: { C: { type: 'object', properties: { d: { type: 'array', items: { type: 'number' } } } } } },
  };
  const places = ['paths//a/get/parameters/0 b', 'components/schemas/C.d'];
  for (const found of [undescribed(bad), withoutExample(bad)]) {
    assert.deepEqual(
      found.map((each) => each.split(': ')[0]),
      places,
    );
  }
});
