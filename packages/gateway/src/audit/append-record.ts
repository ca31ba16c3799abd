import type { Database, Transaction } from '../database/database.ts';
import type { Clock } from '../kernel/clock.ts';
import { newUuid, type Random } from '../kernel/random.ts';
import { storableText } from '../kernel/text.ts';
import { CHAIN_START, hashRecord } from './chain.ts';
import { insertRecord, newestRecord } from './store.ts';
import type { AuditEntry, AuditRecord } from './types.ts';

/** What is hashed here must be what is read back, so text is made storable before either. */
const storableValue = (_name: string, value: unknown) => (typeof value === 'string' ? storableText(value) : value);

const HEAD = Symbol('audit chain head');

interface Head {
  readonly chain: string;
  readonly number: number;
  readonly hash: string;
}

/** Appends to the audit inside the caller's own transaction: what was done and its record become durable together. */
export interface Audit {
  append(tx: Transaction, entry: AuditEntry): Promise<void>;
}

/**
 * Each write lane has a chain of its own, so that proof never queues the writers. A lane whose last commit is in doubt
 * opens a new chain; a chain's first record names the newest record then stored, so that a removed tail shows.
 */
export function createAudit(parts: { engine: Database['engine']; clock: Clock; random: Random }): Audit {
  const { engine, clock, random } = parts;

  async function write(tx: Transaction, previous: Head, entry: AuditEntry): Promise<void> {
    const textOf = (value: string | null | undefined) => (value == null ? null : storableText(value));
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
    const hash = hashRecord(unsealed);
    await insertRecord(tx.query, engine, { ...unsealed, hash });
    tx.lane.slots.set(HEAD, { chain: unsealed.chain, number: unsealed.number, hash } satisfies Head);
  }

  async function openChain(tx: Transaction): Promise<Head> {
    const newest = await newestRecord(tx.query);
    const start: Head = { chain: newUuid(clock, random), number: 0, hash: CHAIN_START };
    await write(tx, start, {
      actor: { kind: 'system', id: 'sallyport' },
      agencyId: null,
      action: 'audit.chain_opened',
      outcome: 'success',
      detail: newest === undefined ? {} : { after: { chain: newest.chain, number: newest.number, hash: newest.hash } },
    });
    return tx.lane.slots.get(HEAD) as Head;
  }

  return {
    async append(tx, entry) {
      const known = tx.lane.slots.get(HEAD) as Head | undefined;
      tx.onRollback(() => {
        if (known === undefined) tx.lane.slots.delete(HEAD);
        else tx.lane.slots.set(HEAD, known);
      });
      await write(tx, known ?? (await openChain(tx)), entry);
    },
  };
}
