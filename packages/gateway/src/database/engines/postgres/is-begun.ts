import pg from 'pg';
import { type TimeoutOptions, timeoutsOf } from '../../timeouts.ts';
import { connectionOptions } from './connection.ts';

/** Whether the database has Sallyport's tables. Creates nothing. */
export async function isBegun(databaseUrl: string, options: Partial<TimeoutOptions>): Promise<boolean> {
  const client = new pg.Client(connectionOptions(databaseUrl, timeoutsOf(options)));
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query("SELECT to_regclass('audit_records') IS NOT NULL AS is_there");
    return rows[0]?.is_there === true;
  } finally {
    await client.end().catch(() => {});
  }
}
