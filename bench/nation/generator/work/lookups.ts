import { type Answer, Refused, type Request } from '../asker.ts';
import type { Faults, Work } from '../work.ts';
import type { World } from '../world.ts';

const NOT_FOUND = 404;

/** Not found is lost: the location was acknowledged before. */
async function ask(world: World, request: Request, faults: Faults): Promise<Answer> {
  try {
    return await world.ask(request);
  } catch (err) {
    if (err instanceof Refused && err.status === NOT_FOUND) faults.lost();
    throw err;
  }
}

async function lookUp(world: World, faults: Faults): Promise<void> {
  const agency = world.someAgency('lookups');
  const chosen = world.someOf(agency.calls);
  // Of a call that is not located yet there is nothing to find.
  const call = chosen.isLocated ? chosen : agency.standingCall;
  const path = `/location?caller_id=${call.phoneNumber.slice(1)}`;
  const { body } = await ask(world, { method: 'GET', path, headers: agency.headers }, faults);
  if ((body['locations'] as unknown[]).length === 0) faults.lost();
}

/** Where a caller is, by the number: lost where a location that was acknowledged before is not there. */
export const lookups: Work = {
  kind: 'lookups',
  title: 'lookups by phone',
  perform: (world, _, faults) => lookUp(world, faults),
};
