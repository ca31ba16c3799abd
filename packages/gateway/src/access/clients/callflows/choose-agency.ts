import type { Transaction } from '../../../database/database.ts';
import { refuse } from '../../../kernel/errors.ts';
import { findCovering } from '../../agencies/boundaries/find-covering.ts';
import type { AccessParts } from '../../parts.ts';
import type { Callflow } from '../types.ts';
import { holdCallflow } from './store.ts';

/** The agency a callflow's alert goes to: its own, or the one that covers the position. Refuses where none does (`not_covered`). */
export async function chooseAgency(
  parts: Pick<AccessParts, 'database'>,
  { name, routing, agencyIds }: Callflow,
  position: { latitude: number; longitude: number },
): Promise<string> {
  const found = routing === 'fixed' ? agencyIds[0] : await findCovering(parts, agencyIds, position);
  if (found !== undefined) return found;
  throw refuse.notCovered({
    description: `No agency of the callflow ${name} covers the position ${position.latitude}, ${position.longitude}; nobody was told of this alert`,
  });
}

/** Lets one alert of a callflow by position be stored after the other, in the caller's transaction. */
export function takeTurn({ query }: Transaction, clientId: string, { name }: Callflow): Promise<void> {
  return holdCallflow(query, clientId, name);
}
