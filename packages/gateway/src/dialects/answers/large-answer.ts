import { setImmediate as nextTurnOfLoop } from 'node:timers/promises';
import { refuse } from '../../kernel/errors.ts';
import type { Slots } from '../../kernel/slots.ts';

/** So many cost no more than other reads. */
const FEW = 5;
const TURN_WITHIN_MS = 5_000;

/**
 * Each item encoded, one after the other, with everybody else's turn after each. An answer of many is megabytes, and waits
 * for its agency's turn: refuses with `unavailable` where that does not come within five seconds.
 */
export async function eachInTurn<T, R>(
  ports: { largeReads: Slots },
  agencyId: string,
  items: readonly T[],
  encode: (item: T) => R | Promise<R>,
): Promise<R[]> {
  const giveBack = items.length > FEW ? await takeTurn(ports, agencyId) : () => {};
  try {
    const encoded: R[] = [];
    for (const item of items) {
      encoded.push(await encode(item));
      if (items.length > 1) await nextTurnOfLoop();
    }
    return encoded;
  } finally {
    // After the answer was written, which is as much work again.
    setImmediate(giveBack);
  }
}

async function takeTurn(ports: { largeReads: Slots }, agencyId: string): Promise<() => void> {
  try {
    return await ports.largeReads.take(agencyId, AbortSignal.timeout(TURN_WITHIN_MS));
  } catch (cause) {
    throw refuse.unavailable({ description: 'Too many large searches at once; send it again', cause });
  }
}
