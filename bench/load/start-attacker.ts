import { fileURLToPath } from 'node:url';
import { askChild } from '../process/ask-child.ts';
import type { Children } from '../process/children.ts';
import type { Address } from '../process/start-server.ts';
import type { Attack } from './attack.ts';

const ATTACKER = fileURLToPath(new URL('./attacker.ts', import.meta.url));

/** What an attacker is to do next, with one attack. */
export interface AttackOrder {
  attack: string;
  step: 'prepare' | 'start' | 'stop';
  server: Address;
}

/** Sent once the step is done. */
export interface AttackerReply {
  error?: string;
}

/** One attack on one server, in a process of its own. Each step resolves once it is done, and throws where it could not be. */
export interface Attacker {
  prepare(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a process on the load core that is to attack `server`. */
export function startAttacker(children: Children, { name: attack }: Attack, { port, origin }: Address): Attacker {
  const child = children.start({ name: `attacker, ${attack}`, side: 'load', args: [ATTACKER], hasChannel: true });
  const take = async (step: AttackOrder['step']) => {
    const order: AttackOrder = { attack, step, server: { port, origin } };
    const { error } = await askChild<AttackerReply>(child, order);
    if (error !== undefined) throw new Error(`${child.name}: ${error}`);
  };
  return {
    prepare: () => take('prepare'),
    start: () => take('start'),
    async stop() {
      await take('stop');
      child.process.disconnect();
    },
  };
}
