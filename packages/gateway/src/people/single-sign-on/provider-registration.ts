import { refuse } from '../../kernel/errors.ts';
import { isVisible, withoutInvisible } from '../../kernel/text.ts';
import { readCertificate } from '../saml/read-certificate.ts';
import { metadataUrlOf } from './saml-addresses.ts';
import type { IdentityProvider, OpenIdFactors, SamlSettings } from './types.ts';

/** What is set of a SAML provider; what is undefined stays, or is as it is without. */
export type SamlFields = { readonly [Name in keyof SamlSettings]?: SamlSettings[Name] | undefined };

/** What is set of who the provider is and what Sallyport is there. */
export interface RegistrationFields {
  readonly issuer?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | null | undefined;
  /** Of an OpenID provider alone. */
  readonly factors?: { readonly [Name in keyof OpenIdFactors]?: OpenIdFactors[Name] | undefined };
  /** Of a SAML provider alone; its first one makes it one. */
  readonly saml?: SamlFields | undefined;
}

type Registration = Pick<IdentityProvider, 'issuer' | 'clientId' | 'factors' | 'saml'>;

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

function isSafe(url: URL | null): url is URL {
  if (url === null || url.username !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
}

/** The issuer as it must be given to the letter. Refuses with `invalid_request` one that is no https address. */
function readIssuer(issuer: string): string {
  const url = URL.parse(issuer);
  // OpenID Connect Discovery section 4.1: without query and fragment.
  if (!isSafe(url) || url.search !== '' || url.hash !== '') {
    throw refuse.invalidRequest({
      description: '`issuer` must be the https address that the provider states of itself',
    });
  }
  return issuer;
}

/** An entity id to the letter. Refuses with `invalid_request` one with spaces or characters that are not seen, which nobody would find. */
function readEntityId(name: string, value: string): string {
  if (!isVisible(value) || /\s/.test(value) || withoutInvisible(value) !== value) {
    throw refuse.invalidRequest({ description: `\`${name}\` must be an entity id, without spaces` });
  }
  return value;
}

function readSignInUrl(text: string): string {
  const url = URL.parse(text);
  if (!isSafe(url) || url.hash !== '') {
    throw refuse.invalidRequest({
      description: "`saml.sign_in_url` must be the https address of the provider's single sign-on by HTTP Redirect",
    });
  }
  return url.href;
}

function samlSettings(before: SamlSettings | null, fields: SamlFields): SamlSettings {
  const signInUrl = fields.signInUrl ?? before?.signInUrl ?? '';
  const certificates = fields.certificates?.map(readCertificate) ?? before?.certificates ?? [];
  return {
    signInUrl: readSignInUrl(signInUrl),
    certificates: [...new Set(certificates)],
    emailAttribute: fields.emailAttribute ?? before?.emailAttribute ?? 'email',
    factorContexts: fields.factorContexts ?? before?.factorContexts ?? [],
  };
}

/**
 * Who a new provider is and what Sallyport is there. Refuses with `invalid_request` an issuer or address that is not https, an
 * OpenID provider without a client id, and what belongs to the other kind.
 */
export function newRegistration(
  { id, publicUrl }: { id: string; publicUrl: string },
  fields: RegistrationFields & { issuer: string },
): Registration {
  if (fields.saml === undefined && fields.clientId === undefined) {
    throw refuse.invalidRequest({
      description: '`client_id` is missing; it must be what the provider calls Sallyport',
    });
  }
  const clientId = fields.clientId ?? metadataUrlOf(publicUrl, id);
  const saml = fields.saml === undefined ? null : samlSettings(null, fields.saml);
  return changedRegistration({ issuer: '', clientId, factors: { acrValues: [], amrValues: [] }, saml }, fields);
}

/** The same of one that is there, of which only what is named changes. Its kind does not. */
export function changedRegistration(before: Registration, fields: RegistrationFields): Registration {
  const { saml, issuer = before.issuer, clientId = before.clientId } = fields;
  if (before.saml === null) {
    if (saml !== undefined)
      throw refuse.invalidRequest({ description: '`saml` must be left out of an OpenID provider' });
    const { acrValues = before.factors.acrValues, amrValues = before.factors.amrValues } = fields.factors ?? {};
    const factors = { acrValues, amrValues };
    return { issuer: issuer === before.issuer ? issuer : readIssuer(issuer), clientId, factors, saml: null };
  }
  const named = (['acrValues', 'amrValues'] as const).find((name) => fields.factors?.[name] !== undefined);
  if (named !== undefined) {
    const wireName = named === 'acrValues' ? 'acr_values' : 'amr_values';
    throw refuse.invalidRequest({ description: `\`${wireName}\` must be left out of a SAML provider` });
  }
  if (typeof fields.clientSecret === 'string') {
    throw refuse.invalidRequest({ description: '`client_secret` must be left out of a SAML provider' });
  }
  return {
    issuer: readEntityId('issuer', issuer),
    clientId: readEntityId('client_id', clientId),
    factors: before.factors,
    saml: saml === undefined ? before.saml : samlSettings(before.saml, saml),
  };
}
