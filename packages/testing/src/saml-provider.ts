import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import * as samlify from 'samlify';

/** The library leaves the schemas to whoever uses it; requests are the gateway's own here. */
samlify.setSchemaValidator({ validate: () => Promise.resolve('not validated') });

export interface SamlPerson {
  readonly nameId: string;
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
  readonly authnContext?: string;
}

/** What an answer says otherwise than it should. Times are milliseconds from now. */
export interface SamlChanges {
  readonly assertionId?: string;
  readonly audience?: string;
  readonly recipient?: string;
  readonly inResponseTo?: string;
  readonly issuer?: string;
  readonly notBeforeMs?: number;
  readonly notOnOrAfterMs?: number;
  readonly confirmedUntilMs?: number;
  readonly nameIdFormat?: string;
  readonly method?: string;
  readonly algorithm?: string;
  /** By the key of this one instead of its own. */
  readonly signedBy?: SamlKeys;
}

export interface SamlKeys {
  readonly privateKey: string;
  readonly certificate: string;
}

export const ENTITY_ID = 'https://login.county.example/entity';
export const SIGN_IN_URL = 'https://login.county.example/saml';
const SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
const FIVE_MINUTES_MS = 300_000;
const PASSWORD_CONTEXT = 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport';

/** An RSA key and a certificate of it, by openssl. */
export function newSamlKeys(bits = 2_048): SamlKeys {
  const folder = mkdtempSync(join(tmpdir(), 'saml-'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const request = [
    'req',
    '-x509',
    '-newkey',
    `rsa:${bits}`,
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=login.county.example',
  ];
  execFileSync('openssl', [...request, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  const keys = { privateKey: readFileSync(key, 'utf8'), certificate: readFileSync(certificate, 'utf8') };
  rmSync(folder, { recursive: true });
  return keys;
}

/** The request that a redirect carries, as the identity provider reads it. */
export function readRequest(location: string) {
  const url = new URL(location);
  const xml = inflateRawSync(Buffer.from(url.searchParams.get('SAMLRequest') ?? '', 'base64')).toString('utf8');
  const at = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(xml)?.[1] ?? '';
  return {
    id: at(' ID'),
    consumerUrl: at('AssertionConsumerServiceURL'),
    forcesSignIn: at('ForceAuthn') === 'true',
    issuer: /Issuer[^>]*>([^<]*)</.exec(xml)?.[1] ?? '',
    relayState: url.searchParams.get('RelayState') ?? '',
  };
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** An element for each value, as Keycloak states roles. */
function attributesOf({ attributes }: SamlPerson): string {
  return Object.entries(attributes)
    .flatMap(([name, values]) => [values].flat().map((value) => [escaped(name), escaped(value)]))
    .map(
      ([name, value]) =>
        `<saml:Attribute Name="${name}"><saml:AttributeValue>${value}</saml:AttributeValue></saml:Attribute>`,
    )
    .join('');
}

/** A SAML identity provider that signs by `samlify`, at a clock of the test's. */
export class SamlProvider {
  readonly keys = newSamlKeys();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The response to that request for that person, in base64, its assertion signed. */
  async answer(
    request: ReturnType<typeof readRequest>,
    person: SamlPerson,
    changes: SamlChanges = {},
  ): Promise<string> {
    const { privateKey, certificate } = changes.signedBy ?? this.keys;
    const identityProvider = samlify.IdentityProvider({
      entityID: ENTITY_ID,
      privateKey,
      signingCert: certificate,
      requestSignatureAlgorithm: changes.algorithm ?? SHA256,
      singleSignOnService: [{ Binding: samlify.Constants.BindingNamespace.Redirect, Location: SIGN_IN_URL }],
      // Without one the library prints a warning.
      singleLogoutService: [{ Binding: samlify.Constants.BindingNamespace.Redirect, Location: SIGN_IN_URL }],
      loginResponseTemplate: { context: this.#response(request, person, changes), attributes: [] },
    });
    const serviceProvider = samlify.ServiceProvider({
      entityID: request.issuer,
      wantAssertionsSigned: true,
      assertionConsumerService: [{ Binding: samlify.Constants.BindingNamespace.Post, Location: request.consumerUrl }],
    });
    const { context } = await identityProvider.createLoginResponse(
      serviceProvider,
      { extract: { request: { id: request.id } } },
      'post',
      {},
      {
        customTagReplacement: (template: string) => ({ id: 'answer', context: template }),
      },
    );
    return context;
  }

  #response(request: ReturnType<typeof readRequest>, person: SamlPerson, changes: SamlChanges): string {
    const at = (ms: number) => new Date(this.#now() + ms).toISOString();
    const inResponseTo = changes.inResponseTo ?? request.id;
    const issuer = `<saml:Issuer>${changes.issuer ?? ENTITY_ID}</saml:Issuer>`;
    const names =
      'xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"';
    const state = `Version="2.0" IssueInstant="${at(0)}"`;
    const data = `InResponseTo="${inResponseTo}" Recipient="${changes.recipient ?? request.consumerUrl}" NotOnOrAfter="${at(changes.confirmedUntilMs ?? FIVE_MINUTES_MS)}"`;
    const times = `NotBefore="${at(changes.notBeforeMs ?? 0)}" NotOnOrAfter="${at(changes.notOnOrAfterMs ?? FIVE_MINUTES_MS)}"`;
    return [
      `<samlp:Response ${names} ID="_answer-to${request.id}" ${state} Destination="${request.consumerUrl}" InResponseTo="${inResponseTo}">`,
      `${issuer}<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>`,
      `<saml:Assertion ${names} ID="${changes.assertionId ?? `_assertion${request.id}`}" ${state}>${issuer}<saml:Subject>`,
      `<saml:NameID Format="${changes.nameIdFormat ?? PERSISTENT}">${escaped(person.nameId)}</saml:NameID>`,
      `<saml:SubjectConfirmation Method="${changes.method ?? BEARER}"><saml:SubjectConfirmationData ${data}/></saml:SubjectConfirmation></saml:Subject>`,
      `<saml:Conditions ${times}><saml:AudienceRestriction><saml:Audience>${changes.audience ?? request.issuer}</saml:Audience></saml:AudienceRestriction></saml:Conditions>`,
      `<saml:AuthnStatement AuthnInstant="${at(0)}" SessionIndex="_session${request.id}"><saml:AuthnContext><saml:AuthnContextClassRef>${person.authnContext ?? PASSWORD_CONTEXT}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`,
      `<saml:AttributeStatement>${attributesOf(person)}</saml:AttributeStatement></saml:Assertion></samlp:Response>`,
    ].join('');
  }
}
