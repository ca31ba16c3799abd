/**
 * How an answer is added to the redirect URI. `standard`: its own query kept, and `iss`. `plain`: `<redirect URI>/?code=…` and
 * `state` alone, as applications older than RFC 9207 compare it (seed: Active911).
 */
export type AnswerForm = 'standard' | 'plain';

export interface WayBack {
  readonly redirectUri: string;
  readonly state: string | null;
  readonly issuer: string;
  readonly answerForm: AnswerForm;
}

/** The parameters after a query that stays as it is, byte for byte (RFC 6749 section 3.1.2). */
function withParameters(uri: string, parameters: URLSearchParams): string {
  const query = uri.indexOf('?');
  const isOpen = query === -1 || /[?&]$/.test(uri);
  return `${uri}${query === -1 ? '?' : ''}${isOpen ? '' : '&'}${parameters}`;
}

/** Where the browser goes with the answer: the redirect URI as it was checked, and the parameters added. */
export function redirectBack(to: WayBack, answer: Readonly<Record<string, string>>): string {
  const parameters = new URLSearchParams({ ...answer });
  // RFC 6749 section 4.1.2: state comes back exactly as it was sent.
  if (to.state !== null) parameters.set('state', to.state);
  if (to.answerForm === 'plain') {
    const [, place = '', query = ''] = /^([^?]*)(.*)$/.exec(to.redirectUri) ?? [];
    return withParameters(`${place}${place.endsWith('/') ? '' : '/'}${query}`, parameters);
  }
  // RFC 9207 section 2: which server answered, so that a client of several is not misled.
  parameters.set('iss', to.issuer);
  return withParameters(to.redirectUri, parameters);
}
