import type { Database } from '../database/database.ts';
import { CHAIN_START, hashRecord } from './chain.ts';
import { findRecord, newestRecord, recordsAfter } from './store.ts';
import type { AuditRecord } from './types.ts';

const PAGE = 2_000;

/** What a verification found. `faults` is empty when no record was changed, removed or put in between. */
export interface Verification {
  readonly chains: number;
  readonly records: number;
  readonly faults: readonly string[];
  /** The newest record, to be kept elsewhere: it proves what is before it, should all chains lose their tails at once. */
  readonly newest: { readonly chain: string; readonly number: number; readonly hash: string } | null;
}

function checkRecord(record: AuditRecord, previous: AuditRecord | undefined): string | undefined {
  const place = `chain ${record.chain}, record ${record.number}`;
  const expected = previous === undefined ? 1 : previous.number + 1;
  if (record.number !== expected) return `${place}: record ${expected} is missing`;
  if (record.previous_hash !== (previous?.hash ?? CHAIN_START)) return `${place}: does not follow its predecessor`;
  if (hashRecord(record) !== record.hash) return `${place}: was changed after it was written`;
  return undefined;
}

async function checkAnchor(database: Database, record: AuditRecord): Promise<string | undefined> {
  if (record.action !== 'audit.chain_opened') return undefined;
  const { after } = JSON.parse(record.detail) as { after?: { chain: string; number: number; hash: string } };
  if (after === undefined) return undefined;
  const anchor = await findRecord(database.read, after.chain, after.number);
  if (anchor?.hash === after.hash) return undefined;
  return `chain ${after.chain}, record ${after.number}: was removed or changed after chain ${record.chain} named it`;
}

/** Reads every record once and checks numbers, hashes, predecessors and the anchors between chains. */
export async function verifyChains(
  database: Database,
  onProgress: (records: number) => void = () => {},
): Promise<Verification> {
  const faults: string[] = [];
  let chains = 0;
  let records = 0;
  let previous: AuditRecord | undefined;
  for (;;) {
    const after = previous ?? { chain: '', number: 0 };
    const page = await recordsAfter(database.read, after, PAGE);
    for (const record of page) {
      const sameChain = previous?.chain === record.chain ? previous : undefined;
      if (sameChain === undefined) chains += 1;
      const fault = checkRecord(record, sameChain) ?? (await checkAnchor(database, record));
      if (fault !== undefined) faults.push(fault);
      previous = record;
    }
    records += page.length;
    onProgress(records);
    if (page.length < PAGE) return { chains, records, faults, newest: (await newestRecord(database.read)) ?? null };
  }
}
