import type { AddIdentityProviderRequest, IdentityProvider } from '@sallyport/contract';

/** The form's fields: lists are lines of text. */
export interface ProviderValues {
  readonly title: string;
  readonly issuer: string;
  readonly client_id: string;
  readonly client_secret: string;
  readonly domains: string;
  readonly role_claim: string;
  readonly roles: { value: string; role: string }[];
  readonly default_role: string;
  readonly ends_passwords: boolean;
  readonly is_disabled: boolean;
}

/** Nobody comes in who has none of the values. */
export const NO_ROLE = '';

export function valuesOf(provider: IdentityProvider | null): ProviderValues {
  return {
    title: provider?.title ?? '',
    issuer: provider?.issuer ?? '',
    client_id: provider?.client_id ?? '',
    client_secret: '',
    domains: provider?.domains.join(', ') ?? '',
    role_claim: provider?.role_claim ?? 'groups',
    roles: provider?.roles ?? [{ value: '', role: 'agent' }],
    default_role: provider?.default_role ?? NO_ROLE,
    ends_passwords: provider?.ends_passwords ?? false,
    is_disabled: provider?.is_disabled ?? false,
  };
}

/** A secret that was left empty stays what it is. */
export function requestOf(values: ProviderValues): AddIdentityProviderRequest {
  const { client_secret, domains, roles, default_role, ...same } = values;
  return {
    ...same,
    title: same.title.trim(),
    issuer: same.issuer.trim(),
    client_id: same.client_id.trim(),
    ...(client_secret !== '' && { client_secret }),
    domains: domains.split(/[\s,]+/).filter((domain) => domain !== ''),
    roles: roles.filter(({ value }) => value.trim() !== ''),
    default_role: default_role === NO_ROLE ? null : default_role,
  };
}
