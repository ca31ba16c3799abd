import type { ServiceProvider } from '../saml/service-provider.ts';
import type { IdentityProvider, SamlSettings } from './types.ts';

/** Where a SAML provider posts its answers to. */
export const consumerUrlOf = (publicUrl: string, id: string) => `${publicUrl}/sso/${id}/saml`;
/** Where it reads what Sallyport is; the entity id, too, unless another was set. */
export const metadataUrlOf = (publicUrl: string, id: string) => `${publicUrl}/sso/${id}/saml/metadata`;

/** Sallyport at that provider. */
export function serviceProviderOf(
  { id, clientId }: IdentityProvider,
  { signInUrl, certificates }: SamlSettings,
  publicUrl: string,
): ServiceProvider {
  return { entityId: clientId, consumerUrl: consumerUrlOf(publicUrl, id), signInUrl, certificates };
}
