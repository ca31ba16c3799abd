import type { Work } from '../work.ts';
import type { Agency, World } from '../world.ts';

/** Exchange 555 of area codes that there are: no number of anybody's. */
const AREA_CODES = [202, 212, 213, 303, 305, 312, 404, 415, 503, 512, 602, 617, 702, 713, 801, 916];
const LINES = 10_000;

/** Opens a call of the agency's and keeps it. */
export async function openCall(world: World, agency: Agency): Promise<void> {
  const number = world.nextNumber();
  const areaCode = AREA_CODES[Math.floor(number / LINES) % AREA_CODES.length];
  const phoneNumber = `+1${areaCode}555${String(number % LINES).padStart(4, '0')}`;
  const call = { caller_phone_number: phoneNumber, caller_name: 'Riley Example', class_of_service: 'WPH2' };
  const json = { call: { ...call, sip_call_id: `nation-${number}@pbx.example` } };
  const request = { method: 'POST', path: '/api/incidents', headers: agency.headers, json } as const;
  const { body } = await world.write(agency, ['call created'], request);
  agency.calls.push({ id: String(body['id']), phoneNumber, openedAt: performance.now(), isLocated: false });
}

export const calls: Work = {
  kind: 'calls',
  title: 'new calls',
  perform: (world) => openCall(world, world.someAgency('calls')),
};
