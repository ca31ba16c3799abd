import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import specifications from '@asyncapi/specs';
import { Ajv, type AnySchema } from 'ajv';
import addFormats from 'ajv-formats';
import { DIALECTS } from '../../packages/gateway/src/dialects/index.ts';
import { socketsOf } from '../../packages/gateway/src/dialects/routing/dialect.ts';
import { checkFrame } from '../../packages/testing/src/documented-frames.ts';

interface Channel {
  readonly address: string;
  readonly messages: Readonly<Record<string, { readonly name: string; readonly payload: object }>>;
}

const document = JSON.parse(readFileSync(new URL('../../docs/asyncapi.json', import.meta.url), 'utf8'));
const channels = Object.values(document.channels as Record<string, Channel>);

test('the document is valid AsyncAPI 3.0', () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(specifications.schemasWithoutId['3.0.0'] as AnySchema);
  assert.ok(validate(document), JSON.stringify(validate.errors?.slice(0, 5), null, 1));
  const bad = { ...document, channels: { broken: { messages: { a: { payload: 7 } }, address: 7 } } };
  assert.equal(validate(bad), false);
});

test('every WebSocket has its messages there', () => {
  const paths = socketsOf<never>(DIALECTS).map(({ path }) => path);
  assert.deepEqual(channels.map(({ address }) => address).sort(), paths.sort());
  for (const { address, messages } of channels) assert.ok(Object.keys(messages).length >= 3, address);
});

test('a frame that lacks a member, has one more or another type is none that tests take', () => {
  const path = '/api/incidents/stream';
  const frame = { type: 'warning', code: 'invalid_token', detail: 'Sign in again', cursor: 'sandbox-county:1' };
  checkFrame(path, frame);
  const { cursor, ...shorter } = frame;
  for (const bad of [shorter, { ...frame, more: 1 }, { ...frame, cursor: 1 }, { ...frame, type: 'other' }, null, []]) {
    assert.throws(() => checkFrame(path, bad), /sent what docs\/asyncapi\.json does not have/, JSON.stringify(bad));
  }
  for (const { address } of channels) assert.throws(() => checkFrame(address, {}), assert.AssertionError, address);
});
