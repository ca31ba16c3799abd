import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { format, inspect } from 'node:util';
import pino from 'pino';
import { createSystemRandom } from './random.ts';
import { equalHashes, hashSecret, newSecret, Secret } from './secrets.ts';

const VALUE = 'canary-value-of-a-secret';
const secret = new Secret(VALUE);

describe('a secret', () => {
  test('is shown to its owner when asked', () => {
    assert.equal(secret.reveal(), VALUE);
  });

  const prints: Record<string, () => string> = {
    'a template': () => `${secret}`,
    concatenation: () => `x${String(secret)}`,
    'JSON, alone and deep in an object': () => JSON.stringify([secret, { deep: { secret } }]),
    'inspect, also of hidden members': () => inspect({ secret }, { showHidden: true, depth: 9, getters: true }),
    format: () => format('%s %o %j %O', secret, secret, secret, secret),
    'its own keys': () => JSON.stringify([Object.keys(secret), Object.entries(secret), { ...secret }]),
    'an error that has it as cause': () => inspect(new Error('x', { cause: secret })),
    'a structured clone': () => inspect(structuredClone({ ...secret })),
  };
  for (const [name, print] of Object.entries(prints)) {
    test(`is not printed by ${name}`, () => {
      assert.ok(!print().includes(VALUE), print());
    });
  }

  test('is not printed by the log, as a field or inside one', () => {
    const lines: string[] = [];
    const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
    log.info({ secret, nested: { list: [secret] }, err: new Error('x', { cause: secret }) }, `message ${secret}`);
    assert.equal(lines.length, 1);
    assert.ok(!lines[0]?.includes(VALUE), lines[0]);
  });

  test('that is new has 256 bits in base64url, and is never made twice', () => {
    const random = createSystemRandom();
    const made = Array.from({ length: 1_000 }, () => newSecret(random).reveal());
    assert.equal(new Set(made).size, 1_000);
    for (const value of made) assert.match(value, /^[A-Za-z0-9_-]{43}$/);
  });

  test('is compared by its stored form, whole', () => {
    assert.ok(equalHashes(hashSecret('a'), hashSecret('a')));
    assert.ok(!equalHashes(hashSecret('a'), hashSecret('b')));
    assert.ok(!equalHashes(hashSecret('a'), ''));
    assert.ok(!equalHashes(hashSecret('a'), hashSecret('a').slice(0, -1)));
  });
});
