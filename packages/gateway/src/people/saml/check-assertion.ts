import { childrenOf, type Element, onlyChild, textOf } from './elements.ts';

/** What the assertion must be for. */
export interface Expected {
  readonly issuer: string;
  readonly recipient: string;
  readonly requestId: string;
  readonly now: number;
}

/** What a checked assertion states. */
export interface AssertionFacts {
  readonly assertionId: string;
  /** No answer with this assertion is taken from then on. */
  readonly endsAt: number;
  readonly subject: string;
  readonly subjectFormat: string;
  readonly sessionIndex: string | null;
  /** How the person was authenticated there, or nothing. */
  readonly authnContext: string | null;
}

const SKEW_MS = 60_000;
const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';
/** SAML core section 8.3.7. A longer one could not be found again by an index. */
const NAME_CHARACTERS = 256;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function instantAt(element: Element, name: string): number | undefined {
  const text = element.$?.[name];
  if (text === undefined) return undefined;
  // SAML core section 1.3.3: in UTC.
  if (!INSTANT.test(text)) throw new Error(`${name} is no instant in UTC`);
  return Date.parse(text);
}

/** The end of the element's time; throws where it has none, is over, or is yet to begin, by more than a minute. */
function checkTimes(element: Element, now: number): number {
  const notBefore = instantAt(element, 'NotBefore');
  const notOnOrAfter = instantAt(element, 'NotOnOrAfter');
  if (notBefore !== undefined && now + SKEW_MS < notBefore) throw new Error('not valid yet');
  if (notOnOrAfter === undefined) throw new Error('without an end');
  if (now - SKEW_MS >= notOnOrAfter) throw new Error('expired');
  return notOnOrAfter + SKEW_MS;
}

/** SAML profiles section 4.1.4.3: for a bearer, at this address, in answer to this request. Returns until when. */
function checkConfirmation(subject: Element, { recipient, requestId, now }: Expected): number {
  const confirmation = onlyChild(subject, 'SubjectConfirmation');
  if (confirmation.$?.['Method'] !== BEARER) throw new Error('not confirmed by bearer');
  const data = onlyChild(confirmation, 'SubjectConfirmationData');
  if (data.$?.['Recipient'] !== recipient) throw new Error('another recipient');
  if (data.$?.['InResponseTo'] !== requestId) throw new Error('an answer to another request');
  return checkTimes(data, now);
}

/**
 * What an assertion states whose signature and audience were checked. Throws, with the reason, one of another issuer, for another
 * address, to another request, out of its time, or without a name that is the same at every sign-in.
 */
export function checkAssertion(read: unknown, expected: Expected): AssertionFacts {
  const assertion = read as Element;
  const { ID: assertionId = '', Version: version } = assertion.$ ?? {};
  if (version !== '2.0' || assertionId === '') throw new Error('not an assertion of SAML 2.0');
  if (textOf(onlyChild(assertion, 'Issuer')) !== expected.issuer) throw new Error('another issuer');
  const subject = onlyChild(assertion, 'Subject');
  const confirmedUntil = checkConfirmation(subject, expected);
  const conditions = onlyChild(assertion, 'Conditions');
  if (childrenOf(conditions, 'AudienceRestriction').length === 0) throw new Error('for no audience');
  const endsAt = Math.max(confirmedUntil, checkTimes(conditions, expected.now));
  const nameId = onlyChild(subject, 'NameID');
  const subjectFormat = nameId.$?.['Format'] ?? '';
  if (subjectFormat === TRANSIENT || textOf(nameId) === '') throw new Error('without a lasting NameID');
  if (textOf(nameId).length > NAME_CHARACTERS) throw new Error(`a NameID of more than ${NAME_CHARACTERS} characters`);
  const statement = onlyChild(assertion, 'AuthnStatement');
  const [context] = childrenOf(statement, 'AuthnContext');
  const authnContext = textOf(childrenOf(context, 'AuthnContextClassRef')[0]);
  return {
    assertionId,
    endsAt,
    subject: textOf(nameId),
    subjectFormat,
    sessionIndex: statement.$?.['SessionIndex'] ?? null,
    authnContext: authnContext === '' ? null : authnContext,
  };
}
