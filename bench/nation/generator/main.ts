import { carryOut } from '../peer.ts';
import type { Generated, GeneratorOrder } from './orders.ts';
import { prepare } from './prepare.ts';
import { runPhase } from './run-phase.ts';
import { type Refusals, Tally } from './tally.ts';
import { WORK } from './work/index.ts';
import type { World } from './world.ts';

// The generator: everybody who asks for something. It ends when the IPC channel closes.

const reasons: Refusals = new Map();
const tallies = WORK.map((work) => new Tally(work, reasons));
let hour: { world: World; share: number } | undefined;

async function settle(world: World): Promise<Generated> {
  await Promise.all(tallies.map((tally) => tally.settled()));
  await world.close();
  return {
    rows: tallies.map((tally) => tally.row()),
    events: world.agencies.map(({ events }) => events.counts()),
    reasons: [...reasons.values()],
  };
}

carryOut<GeneratorOrder>(async (order, progress) => {
  if (order.kind === 'prepare') {
    const { world, prepared } = await prepare(order);
    hour = { world, share: order.scale.share };
    return prepared;
  }
  if (hour === undefined) throw new Error('nothing is prepared');
  if (order.kind === 'settle') return settle(hour.world);
  await runPhase({ ...hour, tallies, phase: order.phase }, progress);
  return {};
});
