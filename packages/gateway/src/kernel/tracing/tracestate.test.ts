import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTracestate } from './tracestate.ts';

test('W3C Trace Context section 3.3.1: a tracestate is read as it was sent, without empty members and the space around them', () => {
  for (const [sent, read] of [
    ['rojo=00f067aa0ba902b7,congo=t61rcWkgMzE', 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE'],
    [' rojo=1 ,\t,congo= two words\t,', 'rojo=1,congo= two words'],
    ['0tenant@rojo=1', '0tenant@rojo=1'],
    ['a_-*/0=!"#~', 'a_-*/0=!"#~'],
    [`${'k'.repeat(256)}=${'v'.repeat(255)}`, `${'k'.repeat(256)}=${'v'.repeat(255)}`],
    [`${'k'.repeat(241)}@${'s'.repeat(14)}=v`, `${'k'.repeat(241)}@${'s'.repeat(14)}=v`],
  ] as const) {
    assert.equal(readTracestate(sent), read, sent);
  }
});

test('W3C Trace Context section 3.3.1.3: one that is not well-formed is as if none was sent', () => {
  for (const bad of [
    undefined,
    null,
    ['rojo=1'],
    '',
    ' , ',
    'rojo',
    'rojo=',
    '=1',
    'Rojo=1',
    '0rojo=1',
    'rojo =1',
    'ro@jo@co=1',
    '@rojo=1',
    'rojo@=1',
    'rojo=a=b',
    'rojo=\u00e9',
    'rojo=\u200b1',
    'rojo=a\nb',
    'rojo=a\0',
    `${'k'.repeat(257)}=1`,
    `${'k'.repeat(242)}@s=1`,
    `k@${'s'.repeat(15)}=1`,
    `rojo=${'v'.repeat(257)}`,
    'rojo=1,congo',
    'rojo=1,congo=2,rojo=3',
  ]) {
    assert.equal(readTracestate(bad), null, String(bad));
  }
});

test('W3C Trace Context section 3.3.1.1: 32 members are taken, 33 are not', () => {
  const members = (count: number) => Array.from({ length: count }, (_, index) => `k${index}=v`).join(',');
  assert.equal(readTracestate(members(32)), members(32));
  assert.equal(readTracestate(members(33)), null);
});

test('W3C Trace Context section 3.3.1.5: beyond 512 characters whole members go, the long ones first, then from the end', () => {
  const member = (key: string, length: number) => `${key}=${'v'.repeat(length - key.length - 1)}`;
  const [a, b, c, d] = [member('a', 128), member('b', 128), member('c', 128), member('d', 125)];
  assert.equal([a, b, c, d].join(',').length, 512);
  assert.equal(readTracestate([a, b, c, d].join(',')), [a, b, c, d].join(','));
  assert.equal(readTracestate([a, b, c, d, 'e=1'].join(',')), [a, b, c, d].join(','));
  assert.equal(readTracestate([member('z', 129), a, b, c, d, 'e=1'].join(',')), [a, b, c, d].join(','));
  assert.equal(readTracestate([member('z', 200), member('y', 200), member('x', 200)].join(',')), null);
});
