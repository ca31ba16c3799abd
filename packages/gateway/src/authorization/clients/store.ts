import type { Kysely, Selectable } from 'kysely';
import { saveCallflow, toCallflow } from '../../agencies/callflows/store.ts';
import type { Schema } from '../../database/schema.ts';
import { addApplication } from './applications/store.ts';
import { readSignInUse, type SignInUse, writeSignInUse } from './sign-in-use.ts';
import type { Client, ClientKey, ClientSecret, ClientSettings, IntegrationKind } from './types.ts';

type ClientRow = Selectable<Schema['clients']> & {
  application_name: string;
  owner_name: string | null;
  agency_disabled_at: number | null;
};

function selectClients(query: Kysely<Schema>) {
  return query
    .selectFrom('clients')
    .innerJoin('applications', 'applications.id', 'clients.application_id')
    .leftJoin('agencies', 'agencies.id', 'clients.agency_id')
    .selectAll('clients')
    .select([
      'applications.name as application_name',
      'applications.owner_name',
      'agencies.disabled_at as agency_disabled_at',
    ]);
}

async function withParts(query: Kysely<Schema>, rows: readonly ClientRow[]): Promise<Client[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const secrets = await query
    .selectFrom('client_secrets')
    .selectAll()
    .where('client_id', 'in', ids)
    .orderBy('created_at')
    .execute();
  const callflows = await query
    .selectFrom('callflows')
    .selectAll()
    .where('client_id', 'in', ids)
    .orderBy('name')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    applicationId: row.application_id,
    applicationName: row.application_name,
    agencyId: row.agency_id,
    name: row.name,
    integrationKind: row.integration_kind as IntegrationKind,
    grantTypes: JSON.parse(row.grant_types) as string[],
    scopes: JSON.parse(row.scopes) as string[],
    accessTokenTtlSeconds: row.access_token_ttl_seconds,
    settings: JSON.parse(row.settings) as ClientSettings,
    disabledAt: row.disabled_at,
    ...(row.agency_disabled_at !== null && { isAgencyDisabled: true as const }),
    createdAt: row.created_at,
    redirectUris: JSON.parse(row.redirect_uris) as string[],
    ...readSignInUse(row.sign_in_use),
    isPublic: row.is_public === 1,
    isResourceServer: row.is_resource_server === 1,
    rotatesRefreshTokens: row.rotates_refresh_tokens === 1,
    requiresPushedRequests: row.requires_pushed_requests === 1,
    grantTtlSeconds: row.grant_ttl_seconds,
    ownerName: row.owner_name,
    keys: JSON.parse(row.jwks) as ClientKey[],
    requiresDpop: row.requires_dpop === 1,
    secrets: secrets.filter((secret) => secret.client_id === row.id).map(toSecret),
    callflows: callflows.filter((callflow) => callflow.client_id === row.id).map(toCallflow),
  }));
}

function toSecret(row: Selectable<Schema['client_secrets']>): ClientSecret {
  return {
    id: row.id,
    secretHash: row.secret_hash,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}

/** One client with its secrets and callflows, or nothing. */
export async function findClient(query: Kysely<Schema>, id: string): Promise<Client | undefined> {
  const [client] = await withParts(query, await selectClients(query).where('clients.id', '=', id).execute());
  return client;
}

/** The clients of one agency, by id. */
export async function clientsOfAgency(query: Kysely<Schema>, agencyId: string): Promise<Client[]> {
  const rows = await selectClients(query).where('clients.agency_id', '=', agencyId).orderBy('clients.id').execute();
  return withParts(query, rows);
}

/** False when the id is taken, and nothing written. Secrets come apart, by `insertSecret`. */
export async function insertClient(query: Kysely<Schema>, client: Omit<Client, 'secrets'>): Promise<boolean> {
  const { applicationId, applicationName, ownerName, createdAt } = client;
  await addApplication(query, { id: applicationId, name: applicationName, ownerName, createdAt });
  const { numInsertedOrUpdatedRows } = await query
    .insertInto('clients')
    .values({
      id: client.id,
      application_id: client.applicationId,
      agency_id: client.agencyId,
      name: client.name,
      integration_kind: client.integrationKind,
      grant_types: JSON.stringify(client.grantTypes),
      scopes: JSON.stringify(client.scopes),
      access_token_ttl_seconds: client.accessTokenTtlSeconds,
      settings: JSON.stringify(client.settings),
      disabled_at: client.disabledAt,
      created_at: client.createdAt,
      redirect_uris: JSON.stringify(client.redirectUris),
      sign_in_use: writeSignInUse(client),
      is_public: client.isPublic ? 1 : 0,
      is_resource_server: client.isResourceServer ? 1 : 0,
      rotates_refresh_tokens: client.rotatesRefreshTokens ? 1 : 0,
      requires_pushed_requests: client.requiresPushedRequests ? 1 : 0,
      grant_ttl_seconds: client.grantTtlSeconds,
      jwks: JSON.stringify(client.keys),
      requires_dpop: client.requiresDpop ? 1 : 0,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) return false;
  for (const callflow of client.callflows) await saveCallflow(query, client.id, callflow);
  return true;
}

export async function insertSecret(
  query: Kysely<Schema>,
  secret: { id: string; clientId: string; secretHash: string; createdAt: number },
): Promise<void> {
  await query
    .insertInto('client_secrets')
    .values({
      id: secret.id,
      client_id: secret.clientId,
      secret_hash: secret.secretHash,
      created_at: secret.createdAt,
      expires_at: null,
      last_used_at: null,
    })
    .execute();
}

/** How many secrets were removed: 0 or 1. */
export async function deleteSecret(query: Kysely<Schema>, clientId: string, secretId: string): Promise<bigint> {
  const { numDeletedRows } = await query
    .deleteFrom('client_secrets')
    .where('client_id', '=', clientId)
    .where('id', '=', secretId)
    .executeTakeFirst();
  return numDeletedRows;
}

export async function touchSecret(query: Kysely<Schema>, secretId: string, usedAt: number): Promise<void> {
  await query.updateTable('client_secrets').set({ last_used_at: usedAt }).where('id', '=', secretId).execute();
}

export async function updateClient(
  query: Kysely<Schema>,
  id: string,
  change: { settings: ClientSettings; disabledAt: number | null },
): Promise<void> {
  await query
    .updateTable('clients')
    .set({ settings: JSON.stringify(change.settings), disabled_at: change.disabledAt })
    .where('id', '=', id)
    .execute();
}

/** Puts these keys in the place of the client's. */
export async function updateKeys(query: Kysely<Schema>, id: string, keys: readonly ClientKey[]): Promise<void> {
  await query
    .updateTable('clients')
    .set({ jwks: JSON.stringify(keys) })
    .where('id', '=', id)
    .execute();
}

/** Locks the client's row until the transaction ends, so that two changes of its secrets take turns on every engine. */
export async function lockClient(query: Kysely<Schema>, id: string): Promise<void> {
  await query
    .updateTable('clients')
    .set((eb) => ({ name: eb.ref('name') }))
    .where('id', '=', id)
    .execute();
}

/** Where the client is reached: what it may be sent back to, and what it is signed out by. */
export async function updateAddresses(
  query: Kysely<Schema>,
  id: string,
  addresses: SignInUse & { redirectUris: readonly string[] },
): Promise<void> {
  await query
    .updateTable('clients')
    .set({ redirect_uris: JSON.stringify(addresses.redirectUris), sign_in_use: writeSignInUse(addresses) })
    .where('id', '=', id)
    .execute();
}

/** The ids of every client of an application. */
export async function clientIdsOfApplication(query: Kysely<Schema>, applicationId: string): Promise<string[]> {
  const rows = await query
    .selectFrom('clients')
    .select('id')
    .where('application_id', '=', applicationId)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Every client with that scope, by id. */
export async function clientsWithScope(query: Kysely<Schema>, scope: string): Promise<Client[]> {
  const rows = await selectClients(query).orderBy('clients.id').execute();
  return withParts(
    query,
    rows.filter((row) => (JSON.parse(row.scopes) as string[]).includes(scope)),
  );
}

/** Where the pages of enabled public clients run: their redirect URIs, and the origins they registered. */
export async function publicClients(
  query: Kysely<Schema>,
): Promise<{ redirectUris: readonly string[]; origins: readonly string[] }[]> {
  const rows = await query
    .selectFrom('clients')
    .select(['redirect_uris', 'settings'])
    .where('is_public', '=', 1)
    .where('disabled_at', 'is', null)
    .execute();
  return rows.map(({ redirect_uris, settings }) => ({
    redirectUris: JSON.parse(redirect_uris) as string[],
    origins: (JSON.parse(settings) as Partial<ClientSettings>).embeddingOrigins ?? [],
  }));
}
