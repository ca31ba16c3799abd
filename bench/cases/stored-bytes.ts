import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import type { Bench, FigureCase, Verdict } from '../case.ts';
import { tokenRequest } from '../load/token-request.ts';
import type { Server } from '../process/start-server.ts';
import { authorization, postJson } from '../servers/asking.ts';
import { ALARM, databaseFileOf, startSallyport } from '../servers/sallyport.ts';
import { startPostgres } from '../servers/start-postgres.ts';

const ENGINES = ['sqlite', 'postgres'] as const;
const [TOKENS, ALERTS] = [4_000, 1_200];
const AT_ONCE = 50;
/** What is wanted of an alert with an address, and of a machine token's record, on SQLite. */
const WANTED = { token: 257, alert: 3_450 };

/** Bytes of every table and index of the database, by name, each with its own pages alone. */
type Sizes = ReadonlyMap<string, number>;

function sizesOfFile(file: string): Sizes {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database.prepare('SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name').all();
    return new Map(rows.map(({ name, bytes }) => [String(name), Number(bytes)]));
  } finally {
    database.close();
  }
}

/** After a vacuum, so that what is measured holds no row that was replaced. */
async function sizesAt(connectionString: string): Promise<Sizes> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query('VACUUM FULL');
    const { rows } = await client.query(`SELECT relname AS name, pg_relation_size(oid) AS bytes FROM pg_class
      WHERE relkind IN ('r', 'i', 't') AND relnamespace IN (current_schema()::regnamespace, 'pg_toast'::regnamespace)`);
    return new Map(rows.map(({ name, bytes }) => [String(name), Number(bytes)]));
  } finally {
    await client.end();
  }
}

async function inParallel(count: number, ask: (index: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += AT_ONCE) {
    const indexes = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) => from + index);
    await Promise.all(indexes.map(ask));
  }
}

function askTokens({ origin }: Server, count: number): Promise<void> {
  const credentials = { client_id: ALARM.clientId, client_secret: ALARM.clientSecret };
  const request = tokenRequest('/oauth/token', { grant_type: 'client_credentials', ...credentials });
  return inParallel(count, () => request.askOnce(origin));
}

/** Each of another person at another address, so that no index repeats what it has. */
async function raiseAlerts(server: Server, count: number, from = 0): Promise<void> {
  const headers = await authorization(server, ALARM);
  await inParallel(count, (index) => {
    const number = from + index;
    const civic = {
      name: '',
      street_1: `${number} Hungerford Drive`,
      city: 'Rockville',
      state: 'MD',
      zip_code: '20850',
    };
    const geodetic = { latitude: 39.0 + number / 10_000, longitude: -77.1 - number / 10_000, uncertainty: 15 };
    const event = {
      emergency_type: 'BURGLARY',
      description: 'Front door opened, motion in hallway',
      source_id: `stored-${number}`,
      site_type: 'RESIDENTIAL',
      location: { geodetic, civic },
    };
    const user = {
      full_name: `Jordan Rivera ${number}`,
      phone_number: `+1555${String(5_550_000 + number).padStart(7, '0')}`,
    };
    return postJson(`${server.origin}/v1/rem/trigger`, headers, { callflow: 'sandbox', variables: { user, event } });
  });
}

/** What was added to each part, by each of so many. */
function grown(before: Sizes, after: Sizes, count: number): { total: number; parts: [string, number][] } {
  const parts = [...after]
    .map(([name, bytes]): [string, number] => [name, (bytes - (before.get(name) ?? 0)) / count])
    .filter(([, bytes]) => bytes >= 0.5)
    .sort(([, left], [, right]) => right - left);
  return { total: parts.reduce((sum, [, bytes]) => sum + bytes, 0), parts };
}

async function measureEngine(bench: Bench, engine: (typeof ENGINES)[number]) {
  const url = engine === 'postgres' ? await startPostgres(bench) : undefined;
  const named = { name: `Sallyport on ${engine}`, folder: engine };
  const server = await startSallyport(bench, { ...named, ...(url !== undefined && { databaseUrl: url }) });
  const sizes = async () => (url === undefined ? sizesOfFile(databaseFileOf(bench, engine)) : sizesAt(url));
  // A table's first pages hold more than its first rows.
  await askTokens(server, AT_ONCE);
  await raiseAlerts(server, AT_ONCE, ALERTS);
  const begun = await sizes();
  await askTokens(server, TOKENS);
  const issued = await sizes();
  await raiseAlerts(server, ALERTS);
  const raised = await sizes();
  await bench.children.stopAll();
  return { token: grown(begun, issued, TOKENS), alert: grown(issued, raised, ALERTS) };
}

/** Bytes of the database, tables and indexes, by a machine token's audit record and by an alert with an address. */
export const storedBytes: FigureCase = {
  id: 'stored-bytes',
  title: `bytes of the database, of ${TOKENS.toLocaleString('en')} machine tokens and ${ALERTS.toLocaleString('en')} alerts`,
  isOnlyNamed: true,
  async measure(bench, progress) {
    const rows: string[][] = [];
    const verdicts: Verdict[] = [];
    for (const engine of ENGINES) {
      progress(`  ${engine}`);
      for (const [work, { total, parts }] of Object.entries(await measureEngine(bench, engine))) {
        rows.push([
          engine,
          work,
          total.toFixed(0),
          parts.map(([name, bytes]) => `${name} ${bytes.toFixed(0)}`).join(', '),
        ]);
        if (engine === 'postgres') continue;
        const wanted = WANTED[work as keyof typeof WANTED];
        verdicts.push({
          bar: `${work}, ${engine}`,
          measured: total.toFixed(0),
          wanted: `<= ${wanted}`,
          isMet: total <= wanted,
        });
      }
    }
    return { heading: ['engine', 'of each', 'bytes', 'of which'], rows, verdicts };
  },
};
