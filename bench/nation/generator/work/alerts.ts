import { longitudeOf } from '../../due-mark.ts';
import type { Work } from '../work.ts';
import type { World } from '../world.ts';

export async function raiseAlert(world: World, dueAt: number): Promise<void> {
  const agency = world.someAgency('alerts');
  const number = world.nextNumber();
  const headers = world.stationHeaders[Math.floor(agency.index / world.population.agenciesAStation)] ?? {};
  const event = {
    emergency_type: 'BURGLARY',
    description: 'Front door opened, motion in hallway',
    source_id: `nation-${number}`,
    site_type: 'RESIDENTIAL',
    location: { geodetic: { latitude: 40.7484, longitude: longitudeOf(dueAt), uncertainty: 25 } },
  };
  const user = { full_name: 'Jordan Rivera', phone_number: '+15555550123' };
  const json = { callflow: agency.id, variables: { user, event } };
  const request = { method: 'POST', path: '/v1/rem/trigger', headers, json } as const;
  const { body } = await world.write(agency, ['alert created', 'alert located'], request);
  world.openAlerts.push({ agency, id: String(body['alert_id']), answered: 0 });
}

export const alerts: Work = { kind: 'alerts', title: 'new alerts', perform: raiseAlert };
