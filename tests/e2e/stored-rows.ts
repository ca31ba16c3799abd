import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { type GatewayProcess, SHARED_SECRETS_KEY } from '../../packages/testing/src/gateway-process.ts';

/** A second, independent connection to a running server's database. */
export interface StoredRows {
  /** The key that seals the server's signing keys: of its folder, or the one all servers on a PostgreSQL have. */
  secretsKey(): string;
  all<T = Record<string, unknown>>(sql: string): Promise<T[]>;
  /** A text that is another one after each commit of somebody else's. */
  committed(): Promise<string>;
  close(): Promise<void>;
}

function openFile(path: string, readOnly: boolean): Omit<StoredRows, 'secretsKey'> {
  const connection = new DatabaseSync(path, { readOnly, timeout: 10_000 });
  return {
    all: async <T>(sql: string) => connection.prepare(sql).all() as T[],
    committed: async () => JSON.stringify(connection.prepare('PRAGMA data_version').get()),
    close: async () => connection.close(),
  };
}

async function openServer(databaseUrl: string): Promise<Omit<StoredRows, 'secretsKey'>> {
  const types = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      oid === 20 ? Number : pg.types.getTypeParser(oid, format),
  } as pg.CustomTypesConfig;
  const client = new pg.Client({ connectionString: databaseUrl, types });
  await client.connect();
  return {
    all: async <T>(sql: string) => (await client.query(sql)).rows as T[],
    committed: async () => JSON.stringify((await client.query('SELECT pg_current_snapshot()::text AS seen')).rows),
    close: () => client.end(),
  };
}

/** Reads what the server stored; `isWriting` lets a test age a row instead of waiting an hour. */
export async function openStoredRows(
  server: Pick<GatewayProcess, 'dataDir'>,
  databaseUrl: string | undefined,
  { isWriting = false } = {},
): Promise<StoredRows> {
  const { dataDir } = server;
  if (databaseUrl !== undefined) return { secretsKey: () => SHARED_SECRETS_KEY, ...(await openServer(databaseUrl)) };
  const secretsKey = () => readFileSync(join(dataDir, 'sallyport.key'), 'utf8').trim();
  return { secretsKey, ...openFile(join(dataDir, 'sallyport.db'), !isWriting) };
}

type Fingerprint = Readonly<Record<string, unknown>>;

const COUNTED = [
  'agencies',
  'users',
  'agency_roles',
  'identity_providers',
  'agency_boundaries',
  'clients',
  'client_secrets',
  'callflows',
  'incidents',
  'cad_incidents',
  'events',
  'media_files',
  'media_pieces',
  'idempotency_keys',
  'deeplinks',
  'portal_sessions',
  'password_links',
  'webhook_subscriptions',
  'developers',
  'developer_sign_ups',
  'developer_sessions',
  'registrations',
  'registration_documents',
  'registration_steps',
  'agency_requests',
  'grants',
  'devices',
  'map_locations',
  'map_resources',
] as const;

const COUNT_ALL = COUNTED.map((table) => `SELECT '${table}' AS name, count(*) AS n FROM ${table}`).join(' UNION ALL ');

async function readFingerprint(rows: StoredRows): Promise<Fingerprint> {
  const counted = await rows.all<{ name: string; n: number }>(COUNT_ALL);
  const counts = Object.fromEntries(counted.map(({ name, n }) => [name, n]));
  const agencies = await rows.all('SELECT id, name, last_event_seq FROM agencies ORDER BY id');
  const users = await rows.all('SELECT id, email, role, password_hash, disabled_at FROM users ORDER BY id');
  const clients = await rows.all('SELECT id, settings, disabled_at FROM clients ORDER BY id');
  const registrations = await rows.all('SELECT application_id, state, redirect_uris FROM registrations ORDER BY 1');
  const deeplinks = await rows.all('SELECT id, owner_hash, ended_at FROM deeplinks ORDER BY id');
  const callflows = await rows.all('SELECT * FROM callflows ORDER BY client_id, name');
  const boundaries = await rows.all('SELECT agency_id, geometry FROM agency_boundaries ORDER BY agency_id');
  return { counts, agencies, users, clients, registrations, deeplinks, callflows, boundaries };
}

const lastRead = new WeakMap<StoredRows, { readonly state: string; readonly fingerprint: Fingerprint }>();

/**
 * How many rows each table of records has, and what was changed in place: what a refusal must leave as it was. Read anew
 * only where anybody committed since it was read last.
 */
export async function fingerprint(rows: StoredRows): Promise<Fingerprint> {
  const state = await rows.committed();
  const last = lastRead.get(rows);
  if (last?.state === state) return last.fingerprint;
  const read = await readFingerprint(rows);
  lastRead.set(rows, { state, fingerprint: read });
  return read;
}
