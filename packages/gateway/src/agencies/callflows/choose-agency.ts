import type { Database, Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { findCovering } from '../boundaries/find-covering.ts';
import { agencyDisabled } from '../disabling/agency-disabled.ts';
import { disabledAmong } from '../disabling/store.ts';
import { lockCallflow } from './store.ts';
import type { Callflow } from './types.ts';

/**
 * The agency a callflow's alert goes to: its own, or the one that covers the position; its default where there is no position.
 * Refuses where none covers it, and where there is neither a position nor a default (`not_covered`), and where who would get it is
 * disabled (`forbidden`): by position that is where no other agency of the callflow covers it.
 */
export async function chooseAgency(
  ports: { database: Database },
  { name, routing, agencyIds, defaultAgencyId }: Callflow,
  position: { latitude: number; longitude: number } | null,
): Promise<string> {
  const disabled = await disabledAmong(ports.database.read, agencyIds.concat(defaultAgencyId ?? []));
  const enabled = (agencyId: string) => {
    if (disabled.has(agencyId)) throw agencyDisabled(agencyId);
    return agencyId;
  };
  if (position === null && routing === 'position') {
    if (defaultAgencyId !== null) return enabled(defaultAgencyId);
    throw refuse.notCovered({
      description: `The callflow ${name} chooses the agency by position, and this alert has none: send latitude and longitude, or have an operator set the callflow's default agency; nobody was notified of this alert`,
    });
  }
  const inUse = agencyIds.filter((id) => !disabled.has(id));
  const findAmong = (ids: readonly string[]) =>
    routing === 'fixed' || position === null ? ids[0] : findCovering(ports, ids, position);
  const found = (inUse.length > 0 ? await findAmong(inUse) : undefined) ?? (await findAmong(agencyIds));
  if (found !== undefined) return enabled(found);
  throw refuse.notCovered({
    description: `No agency of the callflow ${name} covers the position ${position?.latitude}, ${position?.longitude}; nobody was notified of this alert`,
  });
}

/** Lets one alert of a callflow by position be stored after the other, in the caller's transaction. */
export function takeTurn({ query }: Transaction, clientId: string, { name }: Callflow): Promise<void> {
  return lockCallflow(query, clientId, name);
}
