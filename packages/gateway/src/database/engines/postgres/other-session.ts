import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type TimeoutOptions, timeoutsOf } from '../../timeouts.ts';
import { connectionOptions } from './connection.ts';

/** The server ends the connections of a process that has just ended a moment later. */
const GONE_WITHIN_MS = 2_000;
const LOOK_EVERY_MS = 100;
/** A URL may give the connections another name than ours. */
const OTHERS = `SELECT pid, coalesce(host(client_addr), 'this machine') AS address, backend_start AS since FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND application_name IN ('sallyport', current_setting('application_name'))
  ORDER BY backend_start LIMIT 1`;

/** A connection to the database that another process of ours has. */
export interface OtherSession {
  readonly pid: number;
  readonly address: string;
  readonly since: Date;
}

/** The oldest connection that a Sallyport process has to this database and keeps; undefined where none has one. */
export async function findOtherSession(
  databaseUrl: string,
  options: Partial<TimeoutOptions>,
): Promise<OtherSession | undefined> {
  const client = new pg.Client(connectionOptions(databaseUrl, timeoutsOf(options)));
  client.on('error', () => {});
  await client.connect();
  try {
    const until = performance.now() + GONE_WITHIN_MS;
    for (;;) {
      const { rows } = await client.query<OtherSession>(OTHERS);
      if (rows[0] === undefined || performance.now() >= until) return rows[0];
      await pause(LOOK_EVERY_MS);
    }
  } finally {
    await client.end().catch(() => {});
  }
}
