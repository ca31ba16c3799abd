import type { Client, IssueClientRequest } from '@sallyport/contract';
import type { Text } from '../../words/spanish/spanish.ts';
import { translated } from '../../words/translated.ts';

/** What the software of a client is to the agency, in the order in which it can be chosen. */
export const KIND_WORDS: Readonly<Record<IssueClientRequest['integration_kind'], Text>> = {
  psap: 'CAD of a PSAP (RapidSOS style)',
  central_station: 'Central station: sends alerts (RapidSOS style)',
  prepared: 'Incident events (Prepared style)',
  call_handling: 'Call-handling equipment',
  responder: 'Responder application (Active911 style)',
  directory: 'Directory: adds and disables people (SCIM)',
};

/** How a client gets its tokens, by the `grant_type` of RFC 6749 and RFC 8628. */
const GRANT_WORDS: Readonly<Record<string, Text>> = {
  client_credentials: 'By its own secret or key',
  password: 'By a person’s e-mail and password, which it asks for',
  authorization_code: 'By a person who signs in and allows it in a browser',
  'urn:ietf:params:oauth:grant-type:device_code': 'By a code that a person confirms in a browser',
  refresh_token: 'Again without the person, for as long as they allowed',
};

const worded = (words: Readonly<Record<string, Text>>, name: string) => {
  const known = Object.hasOwn(words, name) ? words[name] : undefined;
  return known === undefined ? name : translated(known);
};

/** What the client is to the agency, in words; what a later server names otherwise as it came. */
export const kindText = (kind: Client['integration_kind']): string => worded(KIND_WORDS, kind);

/** How tokens are got by a grant, in words; what a later server names otherwise as it came. */
export const grantText = (grant: string): string => worded(GRANT_WORDS, grant);
