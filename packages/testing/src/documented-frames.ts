import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const DOCUMENT = new URL('../../../docs/asyncapi.json', import.meta.url);

interface AsyncApi {
  readonly channels: Readonly<Record<string, { readonly address: string }>>;
  readonly operations: Readonly<
    Record<string, { action: string; channel: { $ref: string }; messages: readonly { readonly $ref: string }[] }>
  >;
}

/** Objects have the members that their schemas name and no others, so that what is sent is documented. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inside = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isObject = 'properties' in schema && !('additionalProperties' in schema);
  return isObject ? { ...inside, unevaluatedProperties: false } : inside;
}

let compiled: ReadonlyMap<string, readonly ValidateFunction[]> | undefined;

/** By the path of a WebSocket: what validates each message that a server sends there. */
function validatorsOf(): ReadonlyMap<string, readonly ValidateFunction[]> {
  if (compiled !== undefined) return compiled;
  const document = closed(JSON.parse(readFileSync(DOCUMENT, 'utf8'))) as AsyncApi;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, 'asyncapi');
  const sent = Object.values(document.operations).filter(({ action }) => action === 'send');
  compiled = new Map(
    sent.map(({ channel, messages }) => {
      const { address = '' } = document.channels[channel.$ref.split('/').at(-1) ?? ''] ?? {};
      const validators = messages.map(({ $ref }) => ajv.compile({ $ref: `asyncapi${$ref}/payload` }));
      return [address, validators];
    }),
  );
  return compiled;
}

/**
 * Throws where the frame is none of the messages that `docs/asyncapi.json` has for the WebSocket of that path, with what the
 * closest of them lacks. Paths that stand in no document take everything.
 */
export function checkFrame(path: string, frame: unknown): void {
  const validators = validatorsOf().get(path);
  if (validators === undefined || validators.some((validate) => validate(frame))) return;
  const faults = validators.map(({ errors }) => errors ?? []).sort((left, right) => left.length - right.length)[0];
  const words = faults?.map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
  assert.fail(`${path} sent what docs/asyncapi.json does not have: ${words?.join('; ')} in ${JSON.stringify(frame)}`);
}
