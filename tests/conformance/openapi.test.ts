import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import * as contract from '../../packages/contract/src/index.ts';
import { DIALECTS } from '../../packages/gateway/src/dialects/index.ts';
import { ROUTE_REFUSALS } from '../../packages/gateway/src/dialects/route-refusals.ts';
import { openApiDocument } from '../../packages/gateway/src/http/openapi/document.ts';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security: readonly unknown[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: object }>> };
  readonly responses: Readonly<Record<string, unknown>>;
  readonly 'x-grant-types'?: readonly string[];
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly tags: readonly { readonly name: string; readonly description: string }[];
}

/** As it is sent, without the file's indentation; measured 2,551 with 217 operations. A schema written out where it is used adds to it. */
const LARGEST_BYTES_AN_OPERATION = 2_750;
const file = fileURLToPath(new URL('../../docs/openapi.json', import.meta.url));
const text = readFileSync(file, 'utf8');
const document = JSON.parse(text) as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ ...operation, call: `${method} ${path}` })),
);
const named = (id: string) => operations.find(({ operationId }) => operationId === id);

test('the document is valid OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(JSON.parse(text));
  assert.ok(valid, JSON.stringify(errors, null, 1));
});

test('it is small, and the same whenever it is made', () => {
  const bytes = JSON.stringify(document).length / operations.length;
  assert.ok(bytes < LARGEST_BYTES_AN_OPERATION, `${bytes} bytes an operation`);
  const documented = { dialects: DIALECTS, schemas: contract, scopes: contract.SCOPES, refusals: ROUTE_REFUSALS };
  const made = () => JSON.stringify(openApiDocument(documented));
  assert.equal(made(), made());
  assert.deepEqual(document, JSON.parse(made()));
});

test('each of 150 operations or more has an id of its own, a summary and a task', () => {
  assert.ok(operations.length >= 150);
  assert.equal(new Set(operations.map(({ operationId }) => operationId)).size, operations.length);
  const tasks = new Map(document.tags.map(({ name, description }) => [name, description]));
  assert.equal(tasks.size, document.tags.length);
  for (const { call, summary, tags } of operations) {
    assert.ok(summary.length > 0, call);
    assert.ok(tags.length === 1 && tags.every((tag) => tasks.has(tag)), `${call}: ${tags.join(', ')}`);
  }
});

test('no body and no answer is of any shape, but the bytes of a file', () => {
  const ofAnyShape = operations.flatMap(({ call, requestBody, responses }) => {
    const answers = Object.values(responses) as { content?: Record<string, { schema?: object }> }[];
    return [requestBody, ...answers].flatMap((each) =>
      Object.entries(each?.content ?? {}).flatMap(([type, { schema }]) => {
        const isFile =
          /^(image|video|audio)\/|^application\/(pdf|geo\+json|geopackage\+sqlite3|samlmetadata\+xml|vnd\.pmtiles)$|^text\/csv$|^\*\/\*$/.test(
            type,
          );
        const isNamed = schema !== undefined && Object.keys(schema).length > 0;
        return isFile || isNamed ? [] : [`${call}: ${type}`];
      }),
    );
  });
  assert.deepEqual(ofAnyShape, []);
});

test('each operation states what it needs, and each token path the grants that it takes', () => {
  assert.deepEqual(named('getToken')?.['x-grant-types'], [
    'client_credentials',
    'password',
    'authorization_code',
    'urn:ietf:params:oauth:grant-type:device_code',
    'refresh_token',
  ]);
  assert.deepEqual(named('getTokenV2')?.['x-grant-types'], ['client_credentials', 'password']);
  assert.deepEqual(named('getActive911Token')?.['x-grant-types'], ['authorization_code', 'refresh_token']);
  assert.deepEqual(named('getToken')?.security, []);
  assert.deepEqual(named('triggerRapidsosAlert')?.security, [{ bearer: ['alerts:trigger'] }]);
  assert.deepEqual(named('listIncidents')?.security, [{ bearer: ['alerts'] }, { session: ['incidents:read'] }]);
  assert.deepEqual(named('addUser')?.security, [{ session: ['users:manage'] }]);
  for (const { call, security } of operations) assert.ok(Array.isArray(security), call);
});

test('each operation shows how its dialect refuses', () => {
  for (const { call, responses } of operations) {
    assert.ok('4XX' in responses && '503' in responses, call);
    assert.ok(Object.keys(responses).length >= 4, call);
  }
});

test('what a use case alone refuses with stands under its own status, with its codes', () => {
  const { responses } = (document as unknown as { components: { responses: Record<string, { description: string }> } })
    .components;
  const stated = (id: string, status: string) => {
    const { $ref = '' } = (named(id)?.responses[status] ?? {}) as { $ref?: string };
    return [...(responses[$ref.split('/').at(-1) ?? '']?.description ?? '').matchAll(/`(\w+)`/g)].map(
      ([, code]) => code,
    );
  };
  assert.deepEqual(stated('triggerRapidsosAlert', '422'), ['idempotency_conflict', 'not_covered']);
  assert.deepEqual(stated('rehearseRapidsosAlert', '422'), ['not_covered']);
  assert.deepEqual(stated('changeRapidsosAlert', '409'), ['conflict']);
  assert.deepEqual(stated('listPreparedEvents', '410'), ['cursor_expired']);
  assert.deepEqual(stated('openDeeplink', '410'), ['deeplink_expired']);
  assert.deepEqual(stated('addUser', '409'), ['conflict']);
  assert.deepEqual(stated('listUsers', '409'), []);
});

test('each 409, 410, 412 and 422 that the golden files have stands in its operation', () => {
  const folder = fileURLToPath(new URL('../golden/', import.meta.url));
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  let seen = 0;
  for (const name of files) {
    const golden = JSON.parse(readFileSync(`${folder}${name}`, 'utf8')) as Record<string, Record<string, unknown>>;
    for (const [request, cases] of Object.entries(golden)) {
      const [method = '', path = ''] = request.split(' ');
      const operation = document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
      for (const answer of Object.values(cases)) {
        const { status } = (answer ?? {}) as { status?: number };
        if (operation === undefined || status === undefined || ![409, 410, 412, 422].includes(status)) continue;
        seen += 1;
        assert.ok(String(status) in operation.responses, `${request}: ${status}`);
      }
    }
  }
  assert.ok(seen > 0);
});

test('each native event is a webhook, with its body, headers and signature', () => {
  const { webhooks } = document as unknown as {
    webhooks: Record<string, { post: Operation & { parameters: object[] } }>;
  };
  assert.deepEqual(Object.keys(webhooks).sort(), Object.keys(contract.WEBHOOK_EVENTS).sort());
  for (const [event, { post }] of Object.entries(webhooks)) {
    assert.equal(post.parameters.length, 3, event);
    const schema = post.requestBody?.content['application/json']?.schema as
      | { properties?: { type: object } }
      | undefined;
    assert.deepEqual(schema?.properties?.type, { type: 'string', const: event, description: 'What happened' });
    assert.equal(named(post.operationId), undefined, 'an id of its own');
  }
});
