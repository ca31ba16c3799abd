import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { eventually } from '../../packages/testing/src/barrier.ts';

/**
 * Resolves once what is read of a page is what is wanted, and fails with what was read last. A page draws what an action
 * brought about in its own time, so nothing is read of it once and compared.
 */
export async function settles<T>(read: () => Promise<T>, wanted: T): Promise<void> {
  let last: T | undefined;
  await eventually(async () => {
    last = await read();
    return isDeepStrictEqual(last, wanted);
  }).catch((err: unknown) => {
    assert.deepEqual(last, wanted);
    throw err;
  });
}
