import type { RowsWriter, Transaction } from '../database/database.ts';
import type { Clock } from '../kernel/clock.ts';
import { InstallationError } from '../kernel/installation-error.ts';
import type { Random } from '../kernel/random.ts';
import { storableText } from '../kernel/text.ts';
import { SYSTEM } from './actors.ts';
import { BOUNDARY, FIRST_BOUNDARY, newestBoundary, unkeyedChains } from './boundary.ts';
import { CHAIN_START, hashRecord } from './chain.ts';
import type { AuditKeys } from './keys.ts';
import { firstNumber, newestRecord, writeRecords } from './store.ts';
import type { AuditEntry, AuditRecord, ChainHead } from './types.ts';

/** What is hashed here must be what is read back, so text is made storable before either. */
const storableValue = (_name: string, value: unknown) => (typeof value === 'string' ? storableText(value) : value);
const textOf = (value: string | null | undefined) => (value == null ? null : storableText(value));

const KEYLESS =
  'The audit of this installation is keyed, and the key is not here: run this where its data folder is, or set SALLYPORT_SECRETS_KEY';

const HEAD = Symbol('audit chain head');

/** A chain's id stands in each of its records and of their entries in indexes, so it is short; chains are few. */
const CHAIN_ID_BYTES = 4;

/** A chain that rested this long is not gone on with: by then retention may have removed all of it. */
const CHAIN_RESTS_MS = 30 * 86_400_000;

/** Appends to the audit as the last thing of the caller's own transaction: what was done and its record become durable together. */
export interface Audit {
  append(tx: Transaction, entry: AuditEntry): Promise<void>;
}

/** What a new record is written with. */
export interface AuditWriting {
  readonly clock: Clock;
  readonly random: Random;
  /** Without keys a record's hash proves only that it was not changed by mistake. */
  readonly keys?: AuditKeys | undefined;
  /** Called with each record that has become durable, to be anchored outside the database. */
  readonly onDurable?: ((head: ChainHead) => void) | undefined;
  /** Called with each entry whose record has become durable, to be counted. */
  readonly onRecorded?: ((entry: AuditEntry) => void) | undefined;
}

/**
 * Each write connection has a chain of its own, so that proof never queues the writers. A connection whose last commit is in
 * doubt opens a new chain; a chain's first record names the newest record then stored, so that a removed tail shows. Every
 * record is keyed with a key that is not in the database.
 */
export function createAudit({ clock, random, keys, onDurable, onRecorded }: AuditWriting): Audit {
  const headOf = (tx: Transaction) => tx.connection.slots.get(HEAD) as ChainHead | undefined;

  function chained(tx: Transaction, previous: Omit<ChainHead, 'at'>, entry: AuditEntry): AuditRecord {
    const unsealed: Omit<AuditRecord, 'hash'> = {
      chain: previous.chain,
      number: previous.number + 1,
      at: clock.now(),
      actor_kind: entry.actor.kind,
      actor_id: storableText(entry.actor.id),
      agency_id: textOf(entry.agencyId),
      action: storableText(entry.action),
      outcome: entry.outcome,
      subject: textOf(entry.subject),
      source: textOf(entry.origin?.source),
      request_id: textOf(entry.origin?.requestId),
      detail: entry.detail === undefined ? '{}' : JSON.stringify(entry.detail, storableValue),
      previous_hash: previous.hash,
    };
    const hash = hashRecord(unsealed, keys?.current);
    const head: ChainHead = { chain: unsealed.chain, number: unsealed.number, hash, at: unsealed.at };
    tx.connection.slots.set(HEAD, head);
    if (onDurable !== undefined) tx.onCommit(() => onDurable(head));
    return { ...unsealed, hash };
  }

  /** One that no chain has: where a short one is taken, one of twice the length, which nobody draws twice. */
  async function newChainId({ query }: Transaction): Promise<string> {
    const id = random.bytes(CHAIN_ID_BYTES).toString('base64url');
    if ((await firstNumber(query, id)) === undefined) return id;
    return random.bytes(2 * CHAIN_ID_BYTES).toString('base64url');
  }

  async function openChain(tx: Transaction): Promise<AuditRecord[]> {
    const boundary = await newestBoundary(tx.query);
    if (keys === undefined && boundary !== undefined) throw new InstallationError(KEYLESS);
    const newest = await newestRecord(tx.query);
    const start = { chain: await newChainId(tx), number: 0, hash: CHAIN_START };
    const first = chained(tx, start, {
      actor: SYSTEM,
      agencyId: null,
      action: 'audit.chain_opened',
      outcome: 'success',
      detail:
        newest === undefined
          ? {}
          : { after: { chain: newest.chain, number: newest.number, hash: newest.hash, at: newest.at } },
    });
    return keys !== undefined && boundary === undefined ? [first, await firstBoundary(tx, first)] : [first];
  }

  /** Once: what was written without a key until now is all there is, whatever is put in later. */
  async function firstBoundary(tx: Transaction, previous: ChainHead): Promise<AuditRecord> {
    const boundary = { ...FIRST_BOUNDARY, generation: 1, unkeyed: await unkeyedChains(tx.query) };
    return chained(tx, previous, {
      actor: SYSTEM,
      agencyId: null,
      action: BOUNDARY,
      outcome: 'success',
      detail: boundary,
    });
  }

  /** All entries of a transaction at once, so that the chain is in the order in which they are written. */
  const writeEntries: RowsWriter<AuditEntry> = async (tx, entries) => {
    const known = headOf(tx);
    tx.onRollback(() => {
      if (known === undefined) tx.connection.slots.delete(HEAD);
      else tx.connection.slots.set(HEAD, known);
    });
    const goesOn = known !== undefined && clock.now() - known.at < CHAIN_RESTS_MS;
    const records = goesOn ? [] : await openChain(tx);
    for (const entry of entries) records.push(chained(tx, headOf(tx) as ChainHead, entry));
    if (onRecorded !== undefined) tx.onCommit(() => entries.forEach(onRecorded));
    return writeRecords(tx, records);
  };

  return {
    async append(tx, entry) {
      tx.writeLast(writeEntries, [entry]);
    },
  };
}
