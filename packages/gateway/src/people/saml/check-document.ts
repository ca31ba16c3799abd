/**
 * What a signature may name. Everything else is refused, SHA-1 (broken for signatures) and HMAC (whose key would be the public one) with it.
 */
const ALGORITHMS = new Set([
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512',
  'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
  'http://www.w3.org/2001/10/xml-exc-c14n#',
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
]);

/** Tags, opening and closing. What a parser and XPath do with many of them grows by the square: 30,000 held a server up for half a minute. */
const MOST_TAGS = 2_000;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const ASSERTION = /<(?:[^\s<>/:]+:)?Assertion(?=[\s/>])/g;
const ENCRYPTED = /<(?:[^\s<>/:]+:)?Encrypted(?:Assertion|ID|Attribute)(?=[\s/>])/;

/**
 * The text of a posted response, or an error with the reason. By the text and before any parser: no document type, entity, comment or
 * CDATA section, which are all written `<!`; no processing instruction but the declaration; one assertion in the whole document, so
 * that a second one cannot be read in the place of the signed one; no encryption; at most 2,000 tags; and wherever the word `Algorithm` stands, one of
 * the algorithms above is named. An attribute's name and `<!` can be written in no other way in XML, so that nothing passes by.
 */
export function checkDocument(samlResponse: string): string {
  const base64 = samlResponse.replaceAll(/[\r\n \t]/g, '');
  if (!BASE64.test(base64)) throw new Error('SAMLResponse is not base64');
  const xml = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'));
  const body = xml.replace(/^\s*<\?xml[^<>]*\?>/, '');
  if (body.split('<').length > MOST_TAGS) throw new Error(`more than ${MOST_TAGS} tags`);
  if (/<[!?]/.test(body)) throw new Error('a document type, comment, CDATA section or processing instruction');
  if (ENCRYPTED.test(body)) throw new Error('an encrypted assertion, id or attribute');
  if ((body.match(ASSERTION) ?? []).length !== 1) throw new Error('not one assertion');
  for (const part of body.split('Algorithm').slice(1)) {
    const named = /^\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(part);
    if (!ALGORITHMS.has(named?.[1] ?? named?.[2] ?? '')) throw new Error('an algorithm that is not taken');
  }
  return base64;
}
