import type { Kysely, Selectable } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { ExternalIdentity } from '../external-sign-ins/types.ts';
import type { IdentityProvider, OpenIdFactors, RoleRules, SamlSettings } from './types.ts';

/** The settings as every version reads them. */
function readSettings(settings: string): Pick<IdentityProvider, 'issuer' | 'clientId' | 'factors' | 'rules'> {
  const { oidc, factors, rules } = JSON.parse(settings) as {
    oidc: { issuer: string; clientId: string };
    factors?: OpenIdFactors;
    rules: RoleRules;
  };
  return { ...oidc, factors: factors ?? { acrValues: [], amrValues: [] }, rules };
}

async function withDomains(
  query: Kysely<Schema>,
  rows: readonly Selectable<Schema['identity_providers']>[],
): Promise<IdentityProvider[]> {
  const ids = rows.map(({ id }) => id);
  const domains =
    ids.length === 0
      ? []
      : await query
          .selectFrom('identity_provider_domains')
          .selectAll()
          .where('provider_id', 'in', ids)
          .orderBy('domain')
          .execute();
  return rows.map((row) => ({
    id: row.id,
    agencyId: row.agency_id,
    title: row.title,
    ...readSettings(row.settings),
    saml: row.saml === null ? null : (JSON.parse(row.saml) as SamlSettings),
    domains: domains.filter(({ provider_id }) => provider_id === row.id).map(({ domain }) => domain),
    sealedSecret: row.sealed_secret,
    endsPasswords: row.ends_passwords === 1,
    disabledAt: row.disabled_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }));
}

const allProviders = (query: Kysely<Schema>) =>
  query.selectFrom('identity_providers').selectAll().orderBy('created_at');

export async function providersOf(query: Kysely<Schema>, agencyId: string): Promise<IdentityProvider[]> {
  return withDomains(query, await allProviders(query).where('agency_id', '=', agencyId).execute());
}

export async function findProvider(query: Kysely<Schema>, id: string): Promise<IdentityProvider | undefined> {
  const [provider] = await withDomains(query, await allProviders(query).where('id', '=', id).execute());
  return provider;
}

/** The provider to which people with addresses of that domain are led; a disabled one leads nobody. */
export async function providerOfDomain(query: Kysely<Schema>, domain: string): Promise<IdentityProvider | undefined> {
  const row = await query
    .selectFrom('identity_provider_domains')
    .select('provider_id')
    .where('domain', '=', domain)
    .executeTakeFirst();
  const provider = row && (await findProvider(query, row.provider_id));
  return provider?.disabledAt === null ? provider : undefined;
}

function toRow(provider: IdentityProvider) {
  const { issuer, clientId, factors, rules, saml } = provider;
  return {
    title: provider.title,
    settings: JSON.stringify({ oidc: { issuer, clientId }, factors, rules }),
    saml: saml && JSON.stringify(saml),
    sealed_secret: provider.sealedSecret,
    ends_passwords: provider.endsPasswords ? 1 : 0,
    disabled_at: provider.disabledAt,
    updated_at: provider.updatedAt,
  };
}

/** Writes the provider and its domains. Returns the domain that another provider has, with nothing of the domains written. */
export async function saveProvider(query: Kysely<Schema>, provider: IdentityProvider): Promise<string | null> {
  const { id, agencyId, createdAt, saml } = provider;
  await query
    .insertInto('identity_providers')
    .values({
      id,
      agency_id: agencyId,
      kind: saml === null ? 'oidc' : 'saml',
      created_at: createdAt,
      ...toRow(provider),
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(toRow(provider)))
    .execute();
  await query.deleteFrom('identity_provider_domains').where('provider_id', '=', id).execute();
  for (const domain of provider.domains) {
    const { numInsertedOrUpdatedRows } = await query
      .insertInto('identity_provider_domains')
      .values({ domain, provider_id: id })
      .onConflict((conflict) => conflict.column('domain').doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) return domain;
  }
  return null;
}

export async function deleteProvider(query: Kysely<Schema>, id: string): Promise<void> {
  await query.deleteFrom('identity_providers').where('id', '=', id).execute();
}

/** True where somebody who is not of that agency has an address of the domain. */
export async function isDomainOfOthers(query: Kysely<Schema>, domain: string, agencyId: string): Promise<boolean> {
  const row = await query
    .selectFrom('users')
    .select('id')
    .where('email', 'like', `%@${domain}`)
    .where((eb) => eb.or([eb('agency_id', 'is', null), eb('agency_id', '!=', agencyId)]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Everybody who has signed in by the provider. */
export async function peopleOfProvider(query: Kysely<Schema>, providerId: string): Promise<string[]> {
  const rows = await query
    .selectFrom('external_identities')
    .select('user_id')
    .distinct()
    .where('provider_id', '=', providerId)
    .execute();
  return rows.map(({ user_id }) => user_id);
}

/** Who the provider's subject is here, or nothing. */
export async function userOfSubject(
  query: Kysely<Schema>,
  providerId: string,
  subject: string,
): Promise<string | undefined> {
  const row = await query
    .selectFrom('external_identities')
    .select('user_id')
    .where('provider_id', '=', providerId)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row?.user_id;
}

/** False, and nothing written, where the subject is somebody here already. */
export async function linkSubject(
  query: Kysely<Schema>,
  identity: { providerId: string; subject: string; userId: string; at: number },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await query
    .insertInto('external_identities')
    .values({
      provider_id: identity.providerId,
      subject: identity.subject,
      user_id: identity.userId,
      created_at: identity.at,
    })
    .onConflict((conflict) => conflict.columns(['provider_id', 'subject']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function insertExternalSession(
  query: Kysely<Schema>,
  session: { tokenHash: string; providerId: string; identity: ExternalIdentity },
): Promise<void> {
  await query
    .insertInto('external_sessions')
    .values({
      token_hash: session.tokenHash,
      provider_id: session.providerId,
      subject: session.identity.subject,
      session_id: session.identity.sessionId,
      proves_factor: session.identity.provesFactor ? 1 : 0,
    })
    .execute();
}

/** The portal sessions that one session at the provider opened, and whose they are. */
export async function sessionsOf(
  query: Kysely<Schema>,
  providerId: string,
  sessionId: string,
): Promise<{ tokenHash: string; userId: string }[]> {
  const rows = await query
    .selectFrom('external_sessions as e')
    .innerJoin('portal_sessions as s', 's.token_hash', 'e.token_hash')
    .select(['e.token_hash', 's.user_id'])
    .where('e.provider_id', '=', providerId)
    .where('e.session_id', '=', sessionId)
    .execute();
  return rows.map(({ token_hash, user_id }) => ({ tokenHash: token_hash, userId: user_id }));
}
