import type { Database, Transaction } from '../../database/database.ts';
import type { Audit } from '../append-record.ts';
import { BOUNDARY, type Boundary, FIRST_BOUNDARY, newestBoundary, unkeyedChains } from '../boundary.ts';
import type { Actor } from '../types.ts';

/** What retention removed in one transaction, and where the chains begin now that it cut. */
export interface Removal {
  readonly known: Boundary;
  readonly removedBefore: number;
  readonly floors: Boundary['floors'];
  readonly removed: number;
  readonly actor: Actor;
}

/** The boundary that is set now. */
export async function knownBoundary(query: Database['read']): Promise<Boundary> {
  return (await newestBoundary(query)) ?? FIRST_BOUNDARY;
}

/** Records, in the transaction of the removal and after it, where the audit begins now. */
export async function setBoundary(
  tx: Transaction,
  audit: Audit,
  { known, removedBefore, floors, removed, actor }: Removal,
): Promise<void> {
  const boundary: Boundary = {
    generation: known.generation + 1,
    removedBefore: Math.max(removedBefore, known.removedBefore ?? 0),
    floors,
    unkeyed: known.unkeyed === null ? null : await unkeyedChains(tx.query),
  };
  const detail = { ...boundary, removed };
  await audit.append(tx, { actor, agencyId: null, action: BOUNDARY, outcome: 'success', detail });
}
