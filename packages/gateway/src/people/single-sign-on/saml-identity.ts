import type { ExternalIdentity } from '../external-sign-ins/types.ts';
import type { AssertionFacts } from '../saml/check-assertion.ts';
import { textAt, valuesAt } from './read-claims.ts';
import type { IdentityProvider, SamlSettings } from './types.ts';

const EMAIL_FORMAT = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
/** What identity providers call these: RFC 2798's names, their OIDs, and the claims of Microsoft's. */
const FIRST_NAMES = [
  'givenName',
  'firstName',
  'urn:oid:2.5.4.42',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname',
];
const LAST_NAMES = [
  'sn',
  'surname',
  'lastName',
  'urn:oid:2.5.4.4',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname',
];

type Attributes = Readonly<Record<string, unknown>>;

const firstOf = (attributes: Attributes, names: readonly string[]) =>
  names.map((name) => textAt({ [name]: attributes[name] }, name)).find((text) => text !== undefined) ?? '';

/** Whom a checked assertion proves. The address is the attribute that was set, or the NameID where its format is an address. */
export function samlIdentity(
  { rules }: IdentityProvider,
  { emailAttribute, factorContexts }: SamlSettings,
  { facts, attributes }: { facts: AssertionFacts; attributes: Attributes },
): ExternalIdentity {
  const named = facts.subjectFormat === EMAIL_FORMAT ? facts.subject : '';
  const email = firstOf(attributes, [emailAttribute]) || named;
  return {
    subject: facts.subject,
    email: email === '' ? null : email,
    firstName: firstOf(attributes, FIRST_NAMES),
    lastName: firstOf(attributes, LAST_NAMES),
    values: valuesAt(attributes, rules.roleClaim),
    sessionId: facts.sessionIndex,
    provesFactor: facts.authnContext !== null && factorContexts.includes(facts.authnContext),
  };
}
