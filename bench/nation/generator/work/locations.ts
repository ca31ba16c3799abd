import { longitudeOf } from '../../due-mark.ts';
import type { Work } from '../work.ts';
import type { Agency, Call, World } from '../world.ts';

/** States where the caller is. */
export async function locateCaller(world: World, agency: Agency, call: Call, dueAt: number): Promise<void> {
  const json = {
    latitude: 40.7484 + world.random() / 100,
    longitude: longitudeOf(dueAt),
    uncertainty_radius: 25,
    confidence: 90,
    source: 'Device-based hybrid',
  };
  const path = `/api/incidents/${call.id}/locations`;
  await world.write(agency, ['call located'], { method: 'POST', path, headers: agency.headers, json });
  call.isLocated = true;
}

export const locations: Work = {
  kind: 'locations',
  title: 'caller locations',
  perform(world, dueAt) {
    const agency = world.someAgency('locations');
    return locateCaller(world, agency, world.someOf(agency.calls), dueAt);
  },
};
