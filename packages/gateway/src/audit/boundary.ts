import { createHash } from 'node:crypto';
import type { Database } from '../database/database.ts';
import { keyIdOf } from './chain.ts';
import { boundaryRecords, chainHeads } from './store.ts';
import type { AuditRecord, ChainHead } from './types.ts';

export const BOUNDARY = 'audit.boundary_set';

/**
 * Where the audit begins, stated in a keyed record: what retention removed, and what was written before records were keyed.
 * What is missing or unkeyed and not covered by the newest boundary was removed or put in by somebody else.
 */
export interface Boundary {
  /** Each boundary's is one more than that of the one before. */
  readonly generation: number;
  /** A chain that is gone altogether was older than this, in milliseconds; null where nothing was removed yet. */
  readonly removedBefore: number | null;
  /** Of each chain whose beginning was removed the last record that was: its number and hash. */
  readonly floors: Readonly<Record<string, readonly [number: number, hash: string]>>;
  /** The chains that were written without a key, by the digest of their heads; null where there are none. */
  readonly unkeyed: UnkeyedChains | null;
}

export interface UnkeyedChains {
  readonly chains: number;
  readonly digest: string;
}

export const FIRST_BOUNDARY: Boundary = { generation: 0, removedBefore: null, floors: {}, unkeyed: null };

/** What a boundary states of these unkeyed chains, of which `heads` are the newest records. */
export function digestOf(heads: readonly ChainHead[]): UnkeyedChains | null {
  if (heads.length === 0) return null;
  const lines = heads.map(({ chain, number, hash }) => `${chain} ${number} ${hash}`).sort();
  return { chains: heads.length, digest: createHash('sha256').update(lines.join('\n')).digest('hex') };
}

/** The boundary a record sets. */
export function readBoundary({ detail }: Pick<AuditRecord, 'detail'>): Boundary {
  return { ...FIRST_BOUNDARY, ...(JSON.parse(detail) as Partial<Boundary>) };
}

/** The newest boundary; undefined where none was set. Whether its record is genuine is for a verification to state. */
export async function newestBoundary(query: Database['read']): Promise<Boundary | undefined> {
  const boundaries = (await boundaryRecords(query)).map(readBoundary);
  return boundaries.toSorted((left, right) => right.generation - left.generation)[0];
}

/** The chains that were written without a key, as they are now. */
export async function unkeyedChains(query: Database['read']): Promise<UnkeyedChains | null> {
  return digestOf((await chainHeads(query)).filter(({ hash }) => keyIdOf(hash) === null));
}
