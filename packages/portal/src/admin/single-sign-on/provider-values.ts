import type { AddIdentityProviderRequest, IdentityProvider } from '@sallyport/contract';

/** The form's fields: lists are lines of text. */
export interface ProviderValues {
  readonly kind: 'oidc' | 'saml';
  readonly title: string;
  readonly issuer: string;
  readonly client_id: string;
  readonly client_secret: string;
  readonly sign_in_url: string;
  readonly certificates: string;
  readonly email_attribute: string;
  readonly factor_contexts: string;
  readonly acr_values: string;
  readonly amr_values: string;
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
    kind: provider?.kind ?? 'oidc',
    title: provider?.title ?? '',
    issuer: provider?.issuer ?? '',
    client_id: provider?.client_id ?? '',
    client_secret: '',
    sign_in_url: provider?.saml?.sign_in_url ?? '',
    certificates: provider?.saml?.certificates.join('\n') ?? '',
    email_attribute: provider?.saml?.email_attribute ?? 'email',
    factor_contexts: provider?.saml?.factor_contexts.join('\n') ?? '',
    acr_values: provider?.acr_values.join('\n') ?? '',
    amr_values: provider?.amr_values.join(', ') ?? '',
    domains: provider?.domains.join(', ') ?? '',
    role_claim: provider?.role_claim ?? 'groups',
    roles: provider?.roles ?? [{ value: '', role: 'agent' }],
    default_role: provider?.default_role ?? NO_ROLE,
    ends_passwords: provider?.ends_passwords ?? false,
    is_disabled: provider?.is_disabled ?? false,
  };
}

/** What of a saved form ends what the provider's people have open: nobody signs in by it any more, or it is another one. */
export type EndingChange = 'disabled' | 'other issuer';

export function endingChange(
  before: IdentityProvider | null,
  { is_disabled, issuer }: ProviderValues,
): EndingChange | null {
  if (before === null) return null;
  if (is_disabled && !before.is_disabled) return 'disabled';
  return issuer.trim() === before.issuer ? null : 'other issuer';
}

const wordsOf = (text: string) => text.split(/[\s,]+/).filter((word) => word !== '');

/** Certificates as they were pasted: each in PEM, or one in base64 alone. */
function certificatesOf(text: string): string[] {
  return text.match(/-----BEGIN [^-]+-----[^-]+-----END [^-]+-----/g) ?? [text.trim()];
}

/** What belongs to its kind alone. A secret that was left empty stays what it is; so does an entity id of ours. */
function protocolOf(
  values: ProviderValues,
): Pick<AddIdentityProviderRequest, 'client_id' | 'client_secret' | 'acr_values' | 'amr_values' | 'saml'> {
  const { client_secret } = values;
  const client_id = values.client_id.trim();
  if (values.kind === 'oidc') {
    const factors = { acr_values: wordsOf(values.acr_values), amr_values: wordsOf(values.amr_values) };
    return { client_id, ...(client_secret !== '' && { client_secret }), ...factors };
  }
  return {
    ...(client_id !== '' && { client_id }),
    saml: {
      sign_in_url: values.sign_in_url.trim(),
      certificates: certificatesOf(values.certificates),
      email_attribute: values.email_attribute.trim(),
      factor_contexts: wordsOf(values.factor_contexts),
    },
  };
}

export function requestOf(values: ProviderValues): AddIdentityProviderRequest {
  const { title, issuer, domains, role_claim, roles, default_role, ends_passwords, is_disabled } = values;
  return {
    ...protocolOf(values),
    title: title.trim(),
    issuer: issuer.trim(),
    role_claim,
    ends_passwords,
    is_disabled,
    domains: wordsOf(domains),
    roles: roles.filter(({ value }) => value.trim() !== ''),
    default_role: default_role === NO_ROLE ? null : default_role,
  };
}
