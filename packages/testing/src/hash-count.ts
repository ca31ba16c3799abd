import { createHook } from 'node:async_hooks';

/** How many argon2id hashes are computed while `work` runs: what a sign-in costs, without a stopwatch. */
export async function countHashes(work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const hook = createHook({
    init(_id, type) {
      if (type === 'ARGON2REQUEST') count += 1;
    },
  });
  hook.enable();
  try {
    await work();
  } finally {
    hook.disable();
  }
  return count;
}
