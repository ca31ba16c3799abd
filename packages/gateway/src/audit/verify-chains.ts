import type { Database } from '../database/database.ts';
import { BOUNDARY, type Boundary, digestOf, newestBoundary, readBoundary } from './boundary.ts';
import { CHAIN_START, isAsWritten, keyIdOf } from './chain.ts';
import type { AuditKeys } from './keys.ts';
import { BEFORE_ALL, findRecord, newestRecord, newestRecords, recordsAfter } from './store.ts';
import { unreadableOf } from './stored-record.ts';
import type { AuditRecord, ChainHead } from './types.ts';

const PAGE = 2_000;
const SCANS = 3;

/** What a verification found. `faults` is empty when no record was changed, removed or put in between. */
export interface Verification {
  readonly chains: number;
  readonly records: number;
  /** How many of the records were written without a key, before records were keyed. */
  readonly unkeyed: number;
  readonly faults: readonly string[];
  /** The newest record, to be kept elsewhere: it proves what is before it, should all chains lose their tails at once. */
  readonly newest: { readonly chain: string; readonly number: number; readonly hash: string } | null;
}

/** A database, or a copy of one that nobody writes. */
export type AuditReading = Pick<Database, 'read'>;

/** What is not in the database and proves what is. Without keys the order and the plain hashes alone are checked. */
export interface Proof {
  readonly keys?: Pick<AuditKeys, 'all'> | undefined;
  readonly anchors?: readonly ChainHead[];
}

/** A chain as it was read: where it begins, which key it is under, and its newest record. */
interface ReadChain {
  readonly first: AuditRecord;
  readonly keyId: string | null;
  head: AuditRecord;
}

interface Scan {
  readonly chains: ReadonlyMap<string, ReadChain>;
  readonly records: number;
  readonly unkeyed: number;
  readonly faults: string[];
  readonly boundary: Boundary | undefined;
  /** Chains' first records that name an older record of another chain. */
  readonly openings: readonly AuditRecord[];
}

const placeOf = ({ chain, number }: { chain: string; number: number }) => `chain ${chain}, record ${number}`;

function checkRecord(record: AuditRecord, chain: ReadChain | undefined, keys: Proof['keys']): string | undefined {
  const previous = chain?.head;
  const place = placeOf(record);
  if (previous !== undefined) {
    if (record.number !== previous.number + 1) return `${place}: record ${previous.number + 1} is missing`;
    if (record.previous_hash !== previous.hash) return `${place}: does not follow its predecessor`;
  }
  const unreadable = unreadableOf(record);
  if (unreadable !== undefined) return `${place}: ${unreadable}`;
  const keyId = keyIdOf(record.hash);
  if (chain !== undefined && chain.keyId !== keyId) return `${place}: is not keyed as its chain is`;
  if (keyId === null) return isAsWritten(record) ? undefined : `${place}: was changed after it was written`;
  if (keys === undefined) return undefined;
  const key = keys.all.get(keyId);
  if (key === undefined) {
    // One fault a chain, not one a record.
    if (chain !== undefined) return undefined;
    return `chain ${record.chain}: is keyed with ${keyId}, and that key is not here: verify it where it was written, or give every process the same SALLYPORT_SECRETS_KEY`;
  }
  return isAsWritten(record, key) ? undefined : `${place}: was changed after it was written`;
}

/**
 * Checks the newest `limit` records: each as it was written, and following its predecessor where that is among them. It takes no
 * longer in a large audit than in a small one; `verifyChains` alone proves that nothing is missing.
 */
export async function verifyNewest(
  { read }: AuditReading,
  { limit, keys }: { limit: number; keys: Proof['keys'] },
): Promise<{ records: number; faults: readonly string[] }> {
  const records = await newestRecords(read, limit);
  const faults: string[] = [];
  for (const ofChain of Map.groupBy(records, ({ chain }) => chain).values()) {
    let chain: ReadChain | undefined;
    for (const record of ofChain.toSorted((left, right) => left.number - right.number)) {
      const found = checkRecord(record, chain, keys);
      if (found !== undefined) faults.push(found);
      chain = { first: chain?.first ?? record, keyId: keyIdOf(record.hash), head: record };
    }
  }
  return { records: records.length, faults };
}

async function scan(database: AuditReading, keys: Proof['keys'], onProgress: (records: number) => void): Promise<Scan> {
  const chains = new Map<string, ReadChain>();
  const faults: string[] = [];
  const openings: AuditRecord[] = [];
  const boundaries: Boundary[] = [];
  let records = 0;
  let unkeyed = 0;
  for (let after: Parameters<typeof recordsAfter>[1] = BEFORE_ALL; ; ) {
    const page = await recordsAfter(database.read, after, PAGE);
    for (const record of page) {
      const chain = chains.get(record.chain);
      const fault = checkRecord(record, chain, keys);
      if (fault !== undefined) faults.push(fault);
      const keyId = keyIdOf(record.hash);
      if (keyId === null) unkeyed += 1;
      else if (record.action === BOUNDARY && fault === undefined) boundaries.push(readBoundary(record));
      if (record.action === 'audit.chain_opened') openings.push(record);
      if (chain === undefined) chains.set(record.chain, { first: record, keyId, head: record });
      else chain.head = record;
    }
    after = page.at(-1) ?? after;
    records += page.length;
    onProgress(records);
    if (page.length < PAGE) break;
  }
  const [boundary] = boundaries.toSorted((left, right) => right.generation - left.generation);
  return { chains, records, unkeyed, faults, boundary, openings };
}

/** A chain begins at its first record, or where the newest boundary states that it was cut. */
function beginningFaults({ chains, boundary }: Scan): string[] {
  const faults: string[] = [];
  for (const { first } of chains.values()) {
    const [number, hash] = boundary?.floors[first.chain] ?? [0, CHAIN_START];
    if (first.number !== number + 1) faults.push(`${placeOf(first)}: record ${first.number - 1} is missing`);
    else if (first.previous_hash !== hash) faults.push(`${placeOf(first)}: does not follow its predecessor`);
  }
  for (const [chain, [number]] of Object.entries(boundary?.floors ?? {})) {
    if (!chains.has(chain)) faults.push(`chain ${chain}: everything after record ${number} was removed`);
  }
  return faults;
}

/** What is unkeyed was there before the first keyed record, and nothing of it is missing since. */
function unkeyedFaults({ chains, boundary }: Scan): string[] {
  const all = [...chains.values()];
  if (!all.some(({ keyId }) => keyId !== null)) return [];
  const found = digestOf(all.filter(({ keyId }) => keyId === null).map(({ head }) => head));
  const expected = boundary?.unkeyed ?? null;
  if (found?.digest === expected?.digest) return [];
  return [
    `the unkeyed records (${found?.chains ?? 0} chains) are not those that were there when records began to be keyed (${expected?.chains ?? 0} chains): some were put in, changed or removed`,
  ];
}

/** Whether a record that something outside of its chain names is still there, or was removed by retention. */
async function isThere(database: AuditReading, { chains, boundary }: Scan, named: ChainHead): Promise<boolean> {
  const chain = chains.get(named.chain);
  const [floor, floorHash] = boundary?.floors[named.chain] ?? [0, ''];
  if (chain === undefined) return boundary?.removedBefore != null && named.at < boundary.removedBefore;
  if (named.number < floor) return true;
  if (named.number === floor) return named.hash === floorHash;
  if (named.number === chain.head.number) return named.hash === chain.head.hash;
  return (await findRecord(database.read, named.chain, named.number))?.hash === named.hash;
}

async function openingFaults(database: AuditReading, read: Scan): Promise<string[]> {
  const faults: string[] = [];
  for (const opening of read.openings) {
    const { after } = JSON.parse(opening.detail) as { after?: Omit<ChainHead, 'at'> & { at?: number } };
    // Before records were keyed, an opening did not state how old the record was that it named.
    const named = after && { ...after, at: after.at ?? 0 };
    if (named === undefined || (await isThere(database, read, named))) continue;
    faults.push(`${placeOf(named)}: was removed or changed after chain ${opening.chain} named it`);
  }
  return faults;
}

async function anchorFaults(database: AuditReading, read: Scan, anchors: readonly ChainHead[]): Promise<string[]> {
  const faults: string[] = [];
  for (const head of anchors) {
    if (await isThere(database, read, head)) continue;
    faults.push(`${placeOf(head)}: was removed or changed after it was anchored at ${new Date(head.at).toISOString()}`);
  }
  return faults;
}

/**
 * Reads every record once and checks numbers, keyed hashes, predecessors, the boundary, and what chains and anchors name.
 * Retention that removes records meanwhile makes it read again.
 */
export async function verifyChains(
  database: AuditReading,
  onProgress: (records: number) => void = () => {},
  { keys, anchors = [] }: Proof = {},
): Promise<Verification> {
  for (let scans = 1; ; scans += 1) {
    const before = (await newestBoundary(database.read))?.generation;
    const read = await scan(database, keys, onProgress);
    const faults = [
      ...read.faults,
      ...beginningFaults(read),
      ...unkeyedFaults(read),
      ...(await openingFaults(database, read)),
      ...(await anchorFaults(database, read, anchors)),
    ];
    const isMoved = (await newestBoundary(database.read))?.generation !== before;
    if (isMoved && scans < SCANS) continue;
    const newest = (await newestRecord(database.read)) ?? null;
    return { chains: read.chains.size, records: read.records, unkeyed: read.unkeyed, faults, newest };
  }
}
