import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { Database, Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { providerPurpose, type Seal } from '../../kernel/seal.ts';
import { checkMayAll } from '../roles/may-give.ts';
import { rightsOfRoleToGive } from '../roles/role-to-give.ts';
import { type EndingPorts, endAccess } from '../sessions/end-access.ts';
import { changedRegistration, newRegistration, type RegistrationFields } from './provider-registration.ts';
import {
  deleteProvider,
  findProvider,
  isDomainOfOthers,
  peopleOfProvider,
  providersOf,
  saveProvider,
} from './store.ts';
import type { IdentityProvider, RoleRules } from './types.ts';

interface Ports extends EndingPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly random: Random;
  /** Every server opens what any of them sealed. */
  readonly sharedSeal: Seal;
  readonly publicUrl: string;
}

export interface ProviderRequest {
  readonly agencyId: string;
  readonly actor: Actor;
  readonly origin: Origin;
}

/** What is set of a provider; what is undefined stays, or is as it is without. */
export interface ProviderFields extends RegistrationFields {
  readonly title?: string | undefined;
  readonly domains?: readonly string[] | undefined;
  readonly rules?: Partial<{ [Name in keyof RoleRules]: RoleRules[Name] | undefined }>;
  readonly endsPasswords?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
}

const UNKNOWN = 'The agency has no identity provider with this id';

/** The agency's identity providers. */
export function listProviders(
  { database }: { database: Database },
  agencyId: string,
): Promise<readonly IdentityProvider[]> {
  return providersOf(database.read, agencyId);
}

/**
 * Refuses with `forbidden` roles that may more than whoever sets them, with `invalid_request` roles that the agency has not, and
 * with `conflict` a domain in which people elsewhere have addresses, or which another provider has.
 */
async function write(
  ports: Ports,
  tx: Transaction,
  provider: IdentityProvider,
  request: ProviderRequest,
): Promise<void> {
  const { roles, defaultRole } = provider.rules;
  const given = [...roles.map(({ role }) => role), ...(defaultRole === null ? [] : [defaultRole])];
  for (const role of new Set(given)) {
    const rights = await rightsOfRoleToGive(ports, tx, { role, agencyId: provider.agencyId });
    await checkMayAll(tx, request.actor, rights);
  }
  for (const domain of provider.domains) {
    if (await isDomainOfOthers(tx.query, domain, provider.agencyId)) throw domainTaken(domain);
  }
  const taken = await saveProvider(tx.query, provider);
  if (taken !== null) throw domainTaken(taken);
}

function domainTaken(domain: string) {
  return refuse.conflict({ description: `The domain ${domain} cannot be used here; people elsewhere sign in with it` });
}

function record(ports: Ports, tx: Transaction, request: ProviderRequest, action: string, provider: IdentityProvider) {
  const { title, issuer, domains, endsPasswords, disabledAt } = provider;
  return ports.audit.append(tx, {
    actor: request.actor,
    agencyId: request.agencyId,
    action,
    outcome: 'success',
    subject: provider.id,
    origin: request.origin,
    detail: { title, issuer, domains, ends_passwords: endsPasswords, is_disabled: disabledAt !== null },
  });
}

function sealed(ports: Ports, id: string, secret: string | null): string | null {
  return secret === null ? null : ports.sharedSeal.seal(secret, providerPurpose(id));
}

/** Adds an identity provider to the agency, atomically with its audit record; its client secret is kept sealed. */
export async function addProvider(
  ports: Ports,
  request: ProviderRequest & { fields: ProviderFields & { title: string; issuer: string } },
): Promise<IdentityProvider> {
  const { fields, agencyId } = request;
  const now = ports.clock.now();
  const id = newUuid(ports.clock, ports.random);
  const provider: IdentityProvider = {
    id,
    agencyId,
    title: fields.title.trim(),
    ...newRegistration({ id, publicUrl: ports.publicUrl }, fields),
    rules: {
      roleClaim: fields.rules?.roleClaim ?? 'groups',
      roles: fields.rules?.roles ?? [],
      defaultRole: fields.rules?.defaultRole ?? null,
    },
    domains: (fields.domains ?? []).map((domain) => domain.toLowerCase()),
    sealedSecret: sealed(ports, id, fields.clientSecret ?? null),
    endsPasswords: fields.endsPasswords ?? false,
    disabledAt: fields.isDisabled === true ? now : null,
    createdAt: now,
    updatedAt: now,
  };
  await ports.database.write(async (tx) => {
    await write(ports, tx, provider, request);
    await record(ports, tx, request, 'identity_provider.added', provider);
  });
  return provider;
}

async function ownProvider(
  tx: Transaction,
  { agencyId, id }: { agencyId: string; id: string },
): Promise<IdentityProvider> {
  const provider = await findProvider(tx.query, id);
  if (provider === undefined || provider.agencyId !== agencyId) throw refuse.notFound({ description: UNKNOWN });
  return provider;
}

async function endPeople(ports: Ports, tx: Transaction, providerId: string, request: ProviderRequest): Promise<void> {
  const by = { ...request, reason: 'provider_changed' } as const;
  for (const userId of await peopleOfProvider(tx.query, providerId)) await endAccess(ports, tx, userId, by);
}

/**
 * Changes what is named, atomically with its audit record. Another issuer forgets whom the provider knew here, because a
 * subject means somebody at its issuer alone; this, and disabling, ends what its people have open.
 */
export async function editProvider(
  ports: Ports,
  request: ProviderRequest & { id: string; fields: ProviderFields },
): Promise<IdentityProvider> {
  const { fields } = request;
  const now = ports.clock.now();
  return ports.database.write(async (tx) => {
    const before = await ownProvider(tx, request);
    const isDisabled = fields.isDisabled ?? before.disabledAt !== null;
    const provider: IdentityProvider = {
      ...before,
      title: fields.title?.trim() ?? before.title,
      ...changedRegistration(before, fields),
      rules: {
        roleClaim: fields.rules?.roleClaim ?? before.rules.roleClaim,
        roles: fields.rules?.roles ?? before.rules.roles,
        defaultRole: fields.rules?.defaultRole === undefined ? before.rules.defaultRole : fields.rules.defaultRole,
      },
      domains: fields.domains?.map((domain) => domain.toLowerCase()) ?? before.domains,
      sealedSecret:
        fields.clientSecret === undefined ? before.sealedSecret : sealed(ports, before.id, fields.clientSecret),
      endsPasswords: fields.endsPasswords ?? before.endsPasswords,
      disabledAt: isDisabled ? (before.disabledAt ?? now) : null,
      updatedAt: Math.max(now, before.updatedAt + 1),
    };
    const isOther = provider.issuer !== before.issuer;
    if (isOther || (isDisabled && before.disabledAt === null)) await endPeople(ports, tx, provider.id, request);
    if (isOther) await deleteProvider(tx.query, provider.id);
    await write(ports, tx, provider, request);
    await record(ports, tx, request, 'identity_provider.edited', provider);
    return provider;
  });
}

/** Removes the provider, and ends what its people have open, atomically with its audit record. Their passwords open their accounts again. */
export async function removeProvider(ports: Ports, request: ProviderRequest & { id: string }): Promise<void> {
  await ports.database.write(async (tx) => {
    const provider = await ownProvider(tx, request);
    await endPeople(ports, tx, provider.id, request);
    await deleteProvider(tx.query, provider.id);
    await record(ports, tx, request, 'identity_provider.removed', provider);
  });
}
