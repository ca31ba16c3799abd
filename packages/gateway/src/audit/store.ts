import { CompiledQuery, type Kysely, sql } from 'kysely';
import type { RowsWriter } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { CHAIN_START } from './chain.ts';
import { fromStored, type StoredRecord, toStored } from './stored-record.ts';
import type { AuditRecord, ChainHead } from './types.ts';

const COLUMNS = [
  'chain',
  'number',
  'at',
  'actor_kind',
  'actor_id',
  'agency_id',
  'action',
  'outcome',
  'subject',
  'source',
  'request_id',
  'detail',
  'hash',
  'packed',
] as const;

/** A record's predecessor has its own hash, so `previous_hash` is stored only where retention removed the predecessor. */
const DERIVED = "''";
const NAMES = `${COLUMNS.join(', ')}, previous_hash`;

const INSERT_ONE = `INSERT INTO audit_records (${NAMES}) VALUES (${COLUMNS.map(() => '?').join(', ')}, ${DERIVED})`;
const TYPES: { readonly [Column in (typeof COLUMNS)[number]]?: string } = {
  number: 'bigint',
  at: 'bigint',
  packed: 'bytea',
};
const ARRAYS = COLUMNS.map((column, index) => `$${index + 1}::${TYPES[column] ?? 'text'}[]`);
const INSERT_ALL = `INSERT INTO audit_records (${NAMES})
  SELECT new.*, ${DERIVED} FROM unnest(${ARRAYS.join(', ')}) AS new`;

/**
 * Every column of rows, and in place of their own the hash of the predecessor wherever that is: `readRecords` gives the records. A
 * backup made before its database was migrated is read by it too, which has no column of bytes.
 */
export const wholeRecord = (query: Kysely<Schema>) =>
  query
    .selectFrom('audit_records')
    .selectAll()
    .select(
      sql<string>`coalesce(nullif(audit_records.previous_hash, ''),
        (SELECT before.hash FROM audit_records AS before
          WHERE before.chain = audit_records.chain AND before.number = audit_records.number - 1),
        ${sql.lit(CHAIN_START)})`.as('previous_hash'),
    );

/** Appends records. Encoded as SQL once, because it is part of every write and building it costs more than running it. */
export const writeRecords: RowsWriter<AuditRecord> = ({ engine, isPacking }, records) => {
  const rows = records.map((record) => toStored(record, isPacking));
  return engine === 'sqlite'
    ? rows.map((row) =>
        CompiledQuery.raw(
          INSERT_ONE,
          COLUMNS.map((column) => row[column]),
        ),
      )
    : [
        CompiledQuery.raw(
          INSERT_ALL,
          COLUMNS.map((column) => rows.map((row) => row[column])),
        ),
      ];
};

/** The records of a query that `wholeRecord` began. */
export async function readRecords(rows: { execute(): Promise<StoredRecord[]> }): Promise<AuditRecord[]> {
  return (await rows.execute()).map(fromStored);
}

/** The newest record of all chains, or nothing in an empty database. A new chain names it, so that its loss shows. */
export async function newestRecord(query: Kysely<Schema>): Promise<AuditRecord | undefined> {
  const newest = wholeRecord(query).orderBy('at', 'desc').orderBy('chain').orderBy('number', 'desc').limit(1);
  return (await readRecords(newest))[0];
}

/** The newest `limit` records of all chains, in no order. */
export function newestRecords(query: Kysely<Schema>, limit: number): Promise<AuditRecord[]> {
  return readRecords(wholeRecord(query).orderBy('at', 'desc').limit(limit));
}

/** Before every record in chain order. */
export const BEFORE_ALL = { chain: '', number: 0, at: 0, hash: CHAIN_START };

/**
 * Up to `limit` records after that one, in chain order. Each has the hash of the one read before it as its predecessor's, where it
 * states none itself.
 */
export async function recordsAfter(
  query: Kysely<Schema>,
  after: Pick<AuditRecord, 'chain' | 'number' | 'at' | 'hash'>,
  limit: number,
): Promise<AuditRecord[]> {
  const records = await query
    .selectFrom('audit_records')
    .selectAll()
    // On PostgreSQL nothing but the chain's proof keeps a number from being given twice, in two months.
    .where(sql<boolean>`(chain, number, at) > (${after.chain}, ${after.number}, ${after.at})`)
    .orderBy('chain')
    .orderBy('number')
    .orderBy('at')
    .limit(limit)
    .execute();
  let before = after;
  return records.map((record) => {
    const isNext = record.chain === before.chain && record.number === before.number + 1;
    const derived = isNext ? before.hash : CHAIN_START;
    before = record;
    return fromStored(record.previous_hash === '' ? { ...record, previous_hash: derived } : record);
  });
}

/** One record, or nothing. */
export function findRecord(
  query: Kysely<Schema>,
  chain: string,
  number: number,
): Promise<{ hash: string } | undefined> {
  return query
    .selectFrom('audit_records')
    .select('hash')
    .where('chain', '=', chain)
    .where('number', '=', number)
    .executeTakeFirst();
}

/** The newest refusals of requests that nobody authenticated and that named one of these clients, newest first. */
export function refusalsOfClaims(
  query: Kysely<Schema>,
  clientIds: readonly string[],
  limit: number,
): Promise<AuditRecord[]> {
  return readRecords(
    wholeRecord(query)
      .where('subject', 'in', clientIds)
      .where('actor_kind', '=', 'anonymous')
      .where('outcome', '=', 'refused')
      .orderBy('at', 'desc')
      .limit(limit),
  );
}

/** The newest refusals of these actors, newest first. */
export function refusalsOfActors(
  query: Kysely<Schema>,
  actorIds: readonly string[],
  limit: number,
): Promise<AuditRecord[]> {
  return readRecords(
    wholeRecord(query)
      .where('actor_id', 'in', actorIds)
      .where('outcome', '=', 'refused')
      .orderBy('at', 'desc')
      .limit(limit),
  );
}

/** Every record that sets a boundary. There is a partial index on them, so that the others cost nothing. */
export function boundaryRecords(query: Kysely<Schema>): Promise<AuditRecord[]> {
  return readRecords(wholeRecord(query).where(sql<boolean>`action = 'audit.boundary_set'`));
}

/** The newest record of every chain. Two look-ups by key a chain, however long the chains are. */
export async function chainHeads(query: Kysely<Schema>): Promise<ChainHead[]> {
  const heads: ChainHead[] = [];
  for (let after = ''; ; ) {
    const next = await query
      .selectFrom('audit_records')
      .select('chain')
      .where('chain', '>', after)
      .orderBy('chain')
      .limit(1)
      .executeTakeFirst();
    if (next === undefined) return heads;
    after = next.chain;
    const head = await query
      .selectFrom('audit_records')
      .select(['chain', 'number', 'hash', 'at'])
      .where('chain', '=', after)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (head !== undefined) heads.push(head);
  }
}

/** Up to `limit` of the oldest records from before `before`, oldest first. */
export function oldestRecords(
  query: Kysely<Schema>,
  before: number,
  limit: number,
): Promise<{ chain: string; number: number; hash: string }[]> {
  return query
    .selectFrom('audit_records')
    .select(['chain', 'number', 'hash'])
    .where('at', '<', before)
    .orderBy('at')
    .orderBy('chain')
    .orderBy('number')
    .limit(limit)
    .execute();
}

/** The number of the chain's first record that is still there; undefined where none is. */
export async function firstNumber(query: Kysely<Schema>, chain: string): Promise<number | undefined> {
  const first = await query
    .selectFrom('audit_records')
    .select('number')
    .where('chain', '=', chain)
    .orderBy('number')
    .limit(1)
    .executeTakeFirst();
  return first?.number;
}

/** States in a record the hash of its predecessor, which retention removes. */
export async function replacePrevious(
  query: Kysely<Schema>,
  chain: string,
  previous: { number: number; hash: string },
): Promise<void> {
  await query
    .updateTable('audit_records')
    .set({ previous_hash: previous.hash })
    .where('chain', '=', chain)
    .where('number', '=', previous.number + 1)
    .execute();
}

/** Removes the beginning of a chain, up to and with that record, whose hash the next one then states itself. */
export async function removeBeginning(
  query: Kysely<Schema>,
  chain: string,
  last: { number: number; hash: string },
): Promise<void> {
  await replacePrevious(query, chain, last);
  await query.deleteFrom('audit_records').where('chain', '=', chain).where('number', '<=', last.number).execute();
}

/** Moves the records of that instant and later from a table that was taken out of the audit into the audit. */
export async function takeRecordsFrom(query: Kysely<Schema>, table: string, from: number): Promise<void> {
  await sql`INSERT INTO audit_records SELECT * FROM ${sql.table(table)} WHERE at >= ${from}`.execute(query);
  await sql`DELETE FROM ${sql.table(table)} WHERE at >= ${from}`.execute(query);
}
