import { getPriority, setPriority } from 'node:os';
import { ATTACKS } from './attacks.ts';
import type { AttackerReply, AttackOrder } from './start-attacker.ts';

// A program of its own, so that what an attack costs whoever makes it is not counted against the server. It ends when
// the IPC channel closes.

/** Below whoever measures: on one core with it, an attack would delay answers that have arrived. */
const NICER_BY = 5;

let stop = (): void => {};

async function carryOut({ attack: name, step, server }: AttackOrder): Promise<void> {
  const attack = ATTACKS.find((each) => each.name === name);
  if (attack === undefined) throw new Error(`no attack ${name}`);
  if (step === 'prepare') await attack.prepare?.(server);
  else if (step === 'start') stop = await attack.start(server);
  else stop();
}

async function replyTo(order: AttackOrder): Promise<AttackerReply> {
  try {
    await carryOut(order);
    return {};
  } catch (err) {
    return { error: err instanceof Error ? err.message : String(err) };
  }
}

setPriority(getPriority() + NICER_BY);
process.on('message', (order: AttackOrder) => {
  void replyTo(order).then((reply) => process.send?.(reply));
});
