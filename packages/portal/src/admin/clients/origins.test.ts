import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isOrigin, readOrigins } from './origins.ts';

it('reads one origin a line and forgives a final slash', () => {
  assert.deepEqual(readOrigins(' https://cad.test/\n\nhttp://127.0.0.1:9000 '), [
    'https://cad.test',
    'http://127.0.0.1:9000',
  ]);
});

it('takes origins and nothing longer', () => {
  assert.ok(isOrigin('https://cad.test'));
  assert.ok(isOrigin('http://127.0.0.1:9000'));
  assert.ok(!isOrigin('https://cad.test/path'));
  assert.ok(!isOrigin('cad.test'));
  assert.ok(!isOrigin('*'));
});
