import { Refused } from '../asker.ts';
import type { Faults, Work } from '../work.ts';
import type { Agency, World } from '../world.ts';

/** One deeplink in so many is tried a second time, by another browser, which must be refused. */
const TRIED_AGAIN = 10;

interface PersonToken {
  readonly agency: Agency;
  readonly token: string;
}

async function openLink(world: World, { agency, token }: PersonToken, faults: Faults): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  const json = { query: agency.standingCall.phoneNumber };
  const { body } = await world.ask({ method: 'POST', path: '/integrations/irp', headers, json });
  const redeem = { method: 'POST', path: new URL(String(body['url'])).pathname } as const;
  try {
    await world.ask(redeem);
  } catch (err) {
    if (err instanceof Refused && err.status < 429) faults.lost();
    throw err;
  }
  if (world.nextNumber() % TRIED_AGAIN > 0) return;
  const isRefused = await world.ask(redeem).then(
    () => false,
    () => true,
  );
  if (!isRefused) faults.doubled();
}

/** Minted and redeemed. Lost where the ticket is not known, doubled where it opens in two browsers. */
export const deeplinks: Work = {
  kind: 'deeplinks',
  title: 'deeplinks minted and redeemed',
  perform(world, _, faults) {
    const { personTokens } = world;
    return personTokens.length === 0 ? null : openLink(world, world.someOf(personTokens), faults);
  },
};
