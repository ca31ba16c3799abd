import { readAgency, readAgencyNumber } from '../../agencies/find-agencies.ts';
import type { Agency } from '../../agencies/store.ts';
import type { Database } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { type Device, devicesByName, devicesOfAgency, findDevice } from './store.ts';

export type { Device };

const LISTED_AT_MOST = 10_000;
interface Reading {
  readonly database: Database;
}

/** The agency's units, newest first, at most 10,000. A unit is known from its first response on. */
export function listDevices({ database }: Reading, agencyId: string): Promise<readonly Device[]> {
  return devicesOfAgency(database.read, agencyId, LISTED_AT_MOST);
}

/** The agency's units of these names. */
export function namedDevices(
  { database }: Reading,
  agencyId: string,
  names: readonly string[],
): Promise<readonly Device[]> {
  return devicesByName(database.read, agencyId, names);
}

/** The agency, the number by which readers by number know it, and its units. Refuses an agency that is not there (`not_found`). */
export async function readAgencyWithDevices(
  ports: Reading,
  agencyId: string,
): Promise<{ agency: Agency; agencyNumber: number; devices: readonly Device[] }> {
  return {
    agency: await readAgency(ports, agencyId),
    agencyNumber: await readAgencyNumber(ports, agencyId),
    devices: await listDevices(ports, agencyId),
  };
}

/** As `readDevice`, with the number of its agency. */
export async function readDeviceOfAgency(
  ports: Reading,
  agencyId: string,
  number: number,
): Promise<{ device: Device; agencyNumber: number }> {
  return {
    device: await readDevice(ports, agencyId, number),
    agencyNumber: await readAgencyNumber(ports, agencyId),
  };
}

/** The agency's unit of this number. Refuses with `not_found`, in the same words for another agency's. */
export async function readDevice({ database }: Reading, agencyId: string, number: number): Promise<Device> {
  const device = await findDevice(database.read, agencyId, number);
  if (device === undefined) throw refuse.notFound({ description: 'No device with this id' });
  return device;
}
