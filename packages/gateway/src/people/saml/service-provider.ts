/** Sallyport as a service provider, and the one identity provider that it takes answers of. */
export interface ServiceProvider {
  /** What Sallyport is called there. */
  readonly entityId: string;
  /** Where answers are posted to: the Recipient of every assertion. */
  readonly consumerUrl: string;
  readonly signInUrl: string;
  /** In PEM. */
  readonly certificates: readonly string[];
}

/** The library's own times are left out (-1): `check-assertion.ts` has the gateway's clock. */
const NO_TIMES = -1;

async function samlOf(provider: ServiceProvider, requestId: string, isAgain: boolean) {
  // As a CommonJS module it has its names on the default export, as a package and bundled alike.
  const { SAML } = (await import('@node-saml/node-saml')).default;
  return new SAML({
    issuer: provider.entityId,
    audience: provider.entityId,
    callbackUrl: provider.consumerUrl,
    entryPoint: provider.signInUrl,
    idpCert: [...provider.certificates],
    wantAssertionsSigned: true,
    // An assertion is signed itself, whether or not what it comes in is.
    wantAuthnResponseSigned: false,
    acceptedClockSkewMs: NO_TIMES,
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    // SAML core section 3.4.1: the provider asks, whoever it knows already.
    forceAuthn: isAgain,
    signatureAlgorithm: 'sha256',
    generateUniqueId: () => requestId,
  });
}

/** Where the browser goes to sign in: an AuthnRequest with this id, by the HTTP Redirect binding (SAML bindings section 3.4). */
export async function requestUrl(
  provider: ServiceProvider,
  { requestId, relayState, isAgain }: { requestId: string; relayState: string; isAgain: boolean },
): Promise<string> {
  const saml = await samlOf(provider, requestId, isAgain);
  return saml.getAuthorizeUrlAsync(relayState, undefined, {});
}

/** What an identity provider reads to know Sallyport (SAML metadata section 2.4.4), as XML. */
export async function metadataOf(
  { entityId, consumerUrl }: Pick<ServiceProvider, 'entityId' | 'consumerUrl'>,
  id: string,
): Promise<string> {
  const { generateServiceProviderMetadata } = (await import('@node-saml/node-saml')).default;
  return generateServiceProviderMetadata({
    issuer: entityId,
    callbackUrl: consumerUrl,
    wantAssertionsSigned: true,
    identifierFormat: null,
    generateUniqueId: () => `_${id}`,
  });
}

/**
 * The assertion of a posted response as the identity provider signed it, read from the signed bytes alone and by one of its
 * certificates. Throws where nothing is signed so, or where its audience is another.
 */
export async function verifiedAssertion(provider: ServiceProvider, samlResponse: string): Promise<unknown> {
  const saml = await samlOf(provider, '', false);
  const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: samlResponse });
  if (profile?.getAssertion === undefined) throw new Error('no assertion');
  return profile.getAssertion()['Assertion'];
}
