import { readAgencyNumber } from '../../agencies/find-agencies.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { findLocation, insertLocation, insertResource } from './store.ts';
import type { MapLocation, MapResource, OwnedResource } from './types.ts';

interface Writing {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
}

interface Writer {
  readonly agencyId: string;
  readonly actor: Actor;
  readonly origin?: Origin;
}

function record(
  { audit }: Writing,
  tx: Transaction,
  { agencyId, actor, origin }: Writer,
  action: string,
  number: number,
) {
  return audit.append(tx, {
    actor,
    agencyId,
    action,
    outcome: 'success',
    subject: String(number),
    ...(origin && { origin }),
  });
}

/** Adds a place to the agency's map, atomically with the audit record. */
export async function addLocation(
  ports: Writing,
  request: Writer & { location: Omit<MapLocation, 'number'> },
): Promise<MapLocation> {
  return ports.database.write(async (tx) => {
    const number = await insertLocation(tx.query, request.agencyId, request.location, ports.clock.now());
    await record(ports, tx, request, 'mapdata.location_added', number);
    return { ...request.location, number };
  }, request);
}

/** Adds what is known of a file about one of the agency's places, atomically with the audit record. Refuses another place (`not_found`). */
export async function addResource(
  ports: Writing,
  request: Writer & { resource: Omit<MapResource, 'number'> },
): Promise<OwnedResource> {
  const { agencyId, resource } = request;
  const agencyNumber = await readAgencyNumber(ports, agencyId);
  return ports.database.write(async (tx) => {
    if ((await findLocation(tx.query, agencyId, resource.locationNumber)) === undefined) {
      throw refuse.notFound({ description: 'No location with this location_id' });
    }
    const number = await insertResource(tx.query, agencyId, resource, ports.clock.now());
    await record(ports, tx, request, 'mapdata.resource_added', number);
    return { resource: { ...resource, number }, agencyNumber };
  }, request);
}
