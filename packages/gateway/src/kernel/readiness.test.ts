import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Readiness, readyIf } from './readiness.ts';

test('every part is reported by its name, and one that is not ready makes the whole unavailable', async () => {
  const readiness = new Readiness();
  readiness.add('reads', () => readyIf(Promise.resolve()));
  assert.deepEqual(await readiness.report(), { status: 'ready', parts: { reads: { status: 'ready' } } });
  const remove = readiness.add('writes', () => readyIf(Promise.reject(new Error('full')), 'no space is left'));
  readiness.add('loop', () => ({ status: 'ready', ageSeconds: 2 }));
  assert.deepEqual(await readiness.report(), {
    status: 'unavailable',
    parts: {
      reads: { status: 'ready' },
      writes: { status: 'unavailable', reason: 'no space is left' },
      loop: { status: 'ready', ageSeconds: 2 },
    },
  });
  remove();
  assert.equal((await readiness.report()).status, 'ready');
});

test('a check that throws is a part that is not ready, and a server that drains is draining whatever else fails', async () => {
  const readiness = new Readiness();
  readiness.add('broken', () => {
    throw new Error('no');
  });
  assert.equal((await readiness.report()).status, 'unavailable');
  readiness.add('server', () => ({ status: 'draining', reason: 'this server is being stopped' }));
  assert.equal((await readiness.report()).status, 'draining');
});
