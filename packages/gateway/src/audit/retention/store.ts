import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import { takeRecordsFrom } from '../store.ts';
import type { Partition } from './months.ts';

type Query = Kysely<Schema>;

/** The last record of a chain in some partitions, and the number of the first one there. */
export interface ChainEnd {
  readonly chain: string;
  readonly first: number;
  readonly number: number;
  readonly hash: string;
}

const BOUND = /^FOR VALUES FROM \((?:MINVALUE|'(-?\d+)')\) TO \((?:MAXVALUE|'(-?\d+)')\)$/;

/** What a write of the whole audit waits for at most, so that the change of a table keeps no request waiting longer. */
const SHORT_WAIT = sql`SELECT set_config('lock_timeout', '500ms', true)`;

/** The tables of the audit, the oldest first. */
export async function partitionsOf(query: Query): Promise<Partition[]> {
  const { rows } = await sql<{ name: string; bound: string }>`
    SELECT c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bound
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'audit_records'::regclass`.execute(
    query,
  );
  return rows
    .map(({ name, bound }) => {
      const [, from = -Infinity, to = Infinity] = BOUND.exec(bound) ?? [];
      return { name, from: Number(from), to: Number(to) };
    })
    .toSorted((left, right) => left.from - right.from);
}

/** Keeps everybody out of the whole audit until the transaction ends; fails where that is not possible within half a second. */
export async function lockAudit(query: Query): Promise<void> {
  await SHORT_WAIT.execute(query);
  await sql`LOCK TABLE audit_records IN ACCESS EXCLUSIVE MODE`.execute(query);
}

/** Keeps writers out of these tables until the transaction ends. */
export async function lockPartitions(query: Query, partitions: readonly Partition[]): Promise<void> {
  await SHORT_WAIT.execute(query);
  for (const { name } of partitions) await sql`LOCK TABLE ${sql.table(name)} IN SHARE MODE`.execute(query);
}

/** When the newest record of the table was written; undefined where it has none. */
export async function newestIn(query: Query, { name }: Partition): Promise<number | undefined> {
  const { rows } = await sql<{ at: number | string }>`
    SELECT at FROM ${sql.table(name)} ORDER BY at DESC LIMIT 1`.execute(query);
  return rows[0] === undefined ? undefined : Number(rows[0].at);
}

const bound = (at: number, endless: 'MINVALUE' | 'MAXVALUE') => sql.raw(Number.isFinite(at) ? String(at) : endless);

/** Makes a table of the audit. */
export async function addPartition(query: Query, { name, from, to }: Partition): Promise<void> {
  await sql`CREATE TABLE ${sql.table(name)} PARTITION OF audit_records
    FOR VALUES FROM (${bound(from, 'MINVALUE')}) TO (${bound(to, 'MAXVALUE')})`.execute(query);
}

/** Takes a table out of the audit, under another name. */
export async function detachPartition(query: Query, { name }: Partition, as: string): Promise<void> {
  await sql`ALTER TABLE audit_records DETACH PARTITION ${sql.table(name)}`.execute(query);
  await sql`ALTER TABLE ${sql.table(name)} RENAME TO ${sql.table(as)}`.execute(query);
}

/** Makes a table that was taken out a part of the audit again, but for its records from `to` on, which go to others. */
export async function attachPartition(query: Query, { name, from, to }: Partition): Promise<void> {
  await takeRecordsFrom(query, name, to);
  await sql`ALTER TABLE audit_records ATTACH PARTITION ${sql.table(name)}
    FOR VALUES FROM (${bound(from, 'MINVALUE')}) TO (${bound(to, 'MAXVALUE')})`.execute(query);
}

/** Removes a table with all that is in it. */
export async function dropTable(query: Query, name: string): Promise<void> {
  await sql`DROP TABLE ${sql.table(name)}`.execute(query);
}

/** Where each chain that has records in the table begins and ends there: three look-ups by key a chain, however long it is. */
export async function chainEndsIn(query: Query, { name }: Partition): Promise<ChainEnd[]> {
  const table = sql.table(name);
  const { rows } = await sql<{ chain: string; first: number | string; number: number | string; hash: string }>`
    WITH RECURSIVE found AS (
      (SELECT chain FROM ${table} ORDER BY chain LIMIT 1)
      UNION ALL
      SELECT (SELECT r.chain FROM ${table} r WHERE r.chain > found.chain ORDER BY r.chain LIMIT 1)
        FROM found WHERE found.chain IS NOT NULL
    )
    SELECT found.chain, begun.number AS first, ended.number, ended.hash FROM found
      CROSS JOIN LATERAL (SELECT r.number FROM ${table} r WHERE r.chain = found.chain ORDER BY r.number LIMIT 1) begun
      CROSS JOIN LATERAL (
        SELECT r.number, r.hash FROM ${table} r WHERE r.chain = found.chain ORDER BY r.number DESC LIMIT 1) ended
      WHERE found.chain IS NOT NULL`.execute(query);
  return rows.map(({ chain, first, number, hash }) => ({ chain, first: Number(first), number: Number(number), hash }));
}

/** Of those chains that go on from that instant on, the number of the first record there. One look-up by key a chain. */
export async function firstNumbersFrom(
  query: Query,
  chains: readonly string[],
  from: number,
): Promise<Map<string, number>> {
  const { rows } = await sql<{ chain: string; number: number | string }>`
    SELECT wanted.chain, begun.number FROM unnest(${[...chains]}::text[]) AS wanted(chain)
      CROSS JOIN LATERAL (
        SELECT r.number FROM audit_records r WHERE r.chain = wanted.chain AND r.at >= ${from} ORDER BY r.number LIMIT 1
      ) begun`.execute(query);
  return new Map(rows.map(({ chain, number }) => [chain, Number(number)]));
}
