import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { eventually } from '../../packages/testing/src/barrier.ts';
import type { FaultyPath } from '../../packages/testing/src/faulty-path.ts';
import type { PostgresServer } from '../../packages/testing/src/postgres.ts';
import { send } from './http-client.ts';
import type { SteppedClock } from './stepped-clock.ts';

export const FAULT_MS = 1_500;
const HOUR_MS = 3_600_000;
/** So that every connection of a server is opened anew, with the database's settings. */
const END_ALL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sallyport'";
const READ_ONLY = ['ALTER DATABASE postgres SET default_transaction_read_only = on', END_ALL];
const WRITABLE = ['SET TRANSACTION READ WRITE; ALTER DATABASE postgres RESET default_transaction_read_only', END_ALL];
/** Tables that every unit of work, or the server's own probe, writes to at its end. */
const FILLED = ['events', 'audit_records', 'write_probes'];
/** What PostgreSQL answers where the file system has no space left, in the middle of a unit of work. */
const FILL = `CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
  ${FILLED.map((table) => `CREATE TRIGGER disk_is_full BEFORE INSERT ON ${table} EXECUTE FUNCTION disk_is_full();`).join(' ')}`;
const FREE = 'DROP FUNCTION disk_is_full() CASCADE';

/** What a fault is done to. */
interface Site {
  readonly path: FaultyPath;
  readonly port: number;
  readonly clock: SteppedClock;
}

/** The faults of a storm over two servers and their database, in turn; each resolves once it is over. */
export function stormFaults<Server extends Site>(
  postgres: PostgresServer,
  [left, right]: readonly [Server, Server],
  kill: (server: Server) => Promise<void>,
): readonly (() => Promise<void>)[] {
  async function run(texts: readonly string[], whileOpen = async () => {}): Promise<void> {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    for (const text of texts) await client.query(text);
    await whileOpen();
    await client.end();
  }
  /** Resolves once a server names its writes as what is in the way. */
  const refusesWrites = ({ port }: Server) =>
    eventually(async () => {
      const { status, text } = await send(`http://127.0.0.1:${port}`, { path: '/readyz' });
      return status === 503 && text.includes('database_writes');
    });
  async function withoutWrites(begin: readonly string[], end: readonly string[]): Promise<void> {
    await run(begin);
    await Promise.all([refusesWrites(left), refusesWrites(right), pause(FAULT_MS)]);
    await run(end);
  }
  return [
    () => run([END_ALL]),
    async () => left.clock.set(HOUR_MS),
    async () => {
      left.path.goSilent();
      await pause(2 * FAULT_MS);
      left.path.cut();
    },
    () => kill(right),
    () => withoutWrites(READ_ONLY, WRITABLE),
    // Its new process begins with a clock that is an hour ahead.
    () => kill(left),
    async () => {
      await postgres.crash();
      await pause(FAULT_MS);
      await postgres.start();
    },
    () => withoutWrites([FILL], [FREE]),
    async () => left.clock.set(0),
    () =>
      run(["BEGIN; SELECT 1 FROM agencies WHERE id = 'sandbox-county' FOR UPDATE"], async () => {
        await pause(2 * FAULT_MS);
      }),
    async () => right.path.cut(),
  ];
}
