import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';

/** What a server of the installation states of itself, again and again. Instants are in milliseconds. */
export interface ServerRow {
  readonly id: string;
  readonly host: string;
  readonly version: string;
  readonly startedAt: number;
  readonly seenAt: number;
  /** Open event streams and channel sockets. */
  readonly sockets: number;
  /** Events that its slowest stream is behind the log. */
  readonly eventsBehind: number;
  /** Its parts of `/readyz` that are not ready, each with its status. */
  readonly notReady: readonly string[];
}

export async function putServer(query: Kysely<Schema>, server: ServerRow): Promise<void> {
  const changing = {
    seen_at: server.seenAt,
    sockets: server.sockets,
    events_behind: server.eventsBehind,
    not_ready: JSON.stringify(server.notReady),
  };
  await query
    .insertInto('servers')
    .values({
      id: server.id,
      host: server.host,
      version: server.version,
      started_at: server.startedAt,
      reads_packed: 1,
      ...changing,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
    .execute();
}

export async function removeServer(query: Kysely<Schema>, id: string): Promise<void> {
  await query.deleteFrom('servers').where('id', '=', id).execute();
}

/** Removes the servers that stated nothing since then. */
export async function removeSilentServers(query: Kysely<Schema>, before: number): Promise<void> {
  await query.deleteFrom('servers').where('seen_at', '<', before).execute();
}

/** Every server that ran lately, those started first first. */
export async function allServers(query: Kysely<Schema>): Promise<ServerRow[]> {
  const rows = await query.selectFrom('servers').selectAll().orderBy('started_at').orderBy('id').execute();
  return rows.map((row) => ({
    id: row.id,
    host: row.host,
    version: row.version,
    startedAt: row.started_at,
    seenAt: row.seen_at,
    sockets: row.sockets,
    eventsBehind: row.events_behind,
    notReady: JSON.parse(row.not_ready) as string[],
  }));
}

/** The servers that stated that they run, whenever that was, and never that they read packed rows. */
export async function serversWithoutPacked(
  query: Kysely<Schema>,
): Promise<Pick<ServerRow, 'host' | 'version' | 'seenAt'>[]> {
  return query
    .selectFrom('servers')
    .select(['host', 'version', 'seen_at as seenAt'])
    .where('reads_packed', '=', 0)
    .orderBy('host')
    .execute();
}
