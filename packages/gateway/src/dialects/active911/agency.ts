import { Active911Agency, Active911Device, Active911Reference, active911Envelope } from '@sallyport/contract';
import { Type } from 'typebox';
import type { Database } from '../../database/database.ts';
import { listDevices, readAgencyWithDevices, readDeviceOfAgency } from '../../incidents/devices/read-devices.ts';
import { refuse } from '../../kernel/errors.ts';
import { ownAgency } from '../requests/own-agency.ts';
import type { Route, RouteRequest } from '../routing/route.ts';
import { referenceTo, succeed, toActive911Instant, toCoordinate } from './envelope.ts';
import { byId, numberOf, reading } from './reading.ts';

async function encodeAgency(
  ports: { database: Database; publicUrl: string },
  request: RouteRequest,
): Promise<Active911Agency> {
  const { agency, agencyNumber, devices } = await readAgencyWithDevices(ports, ownAgency(request));
  return {
    id: String(agencyNumber),
    name: agency.name,
    address: '',
    city: '',
    state: '',
    zip: '',
    latitude: toCoordinate(undefined),
    longitude: toCoordinate(undefined),
    devices: devices.map((device) => referenceTo(ports.publicUrl, 'devices', device.number)),
  };
}

/** `GET /interface/open_api/api`: the agency that allowed this application. */
export const root: Route<{ database: Database; publicUrl: string }> = {
  ...reading,
  path: '/interface/open_api/api',
  summary: 'Read the agency',
  access: { kind: 'token', right: 'agency:read' },
  schema: { responses: { 200: active911Envelope('agency', Active911Agency) } },
  handle: async (ports, request) => succeed(200, 'agency', await encodeAgency(ports, request)),
};

/** `GET /interface/open_api/api/agencies/{id}`: the same agency under its own address; no other is readable. */
export const agency: Route<{ database: Database; publicUrl: string }> = {
  ...root,
  path: '/interface/open_api/api/agencies/:id',
  summary: 'Read the agency by its id',
  schema: { params: byId, responses: { 200: active911Envelope('agency', Active911Agency) } },
  async handle(ports, request) {
    const encoded = await encodeAgency(ports, request);
    if (encoded.id !== request.params['id']) throw refuse.notFound({ description: 'No agency with this id' });
    return succeed(200, 'agency', encoded);
  },
};

const readingDevices = { ...reading, access: { kind: 'token', right: 'devices:read' } } as const;

export const devices: Route<{ database: Database; publicUrl: string }> = {
  ...readingDevices,
  path: '/interface/open_api/api/devices',
  summary: "List the agency's devices",
  schema: { responses: { 200: active911Envelope('devices', Type.Array(Active911Reference)) } },
  async handle(ports, request) {
    const listed = await listDevices(ports, ownAgency(request));
    return succeed(
      200,
      'devices',
      listed.map(({ number }) => referenceTo(ports.publicUrl, 'devices', number)),
    );
  },
};

/** A device is a responding unit; where it is, nobody has stated, which is zeros here as it is there. */
export const device: Route<{ database: Database; publicUrl: string }> = {
  ...readingDevices,
  path: '/interface/open_api/api/devices/:id',
  summary: 'Read a device',
  schema: { params: byId, responses: { 200: active911Envelope('device', Active911Device) } },
  async handle(ports, request) {
    const found = await readDeviceOfAgency(ports, ownAgency(request), numberOf(request.params));
    const encoded: Active911Device = {
      id: String(found.device.number),
      name: found.device.name,
      latitude: toCoordinate(undefined),
      longitude: toCoordinate(undefined),
      position_accuracy: '0',
      position_timestamp: toActive911Instant(0),
      agencies: [referenceTo(ports.publicUrl, 'agencies', found.agencyNumber)],
    };
    return succeed(200, 'device', encoded);
  },
};
