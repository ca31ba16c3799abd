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

function plainly({ redirectUri, state }: WayBack, answer: Readonly<Record<string, string>>): string {
  const [, place = '', query = ''] = /^([^?]*)\??(.*)$/.exec(redirectUri) ?? [];
  const parameters = new URLSearchParams(query);
  for (const [name, value] of Object.entries(answer)) parameters.set(name, value);
  if (state !== null) parameters.set('state', state);
  return `${place}${place.endsWith('/') ? '' : '/'}?${parameters}`;
}

/** Where the browser goes with the answer: the redirect URI as it was checked, and the parameters added. */
export function redirectBack(to: WayBack, answer: Readonly<Record<string, string>>): string {
  if (to.answerForm === 'plain') return plainly(to, answer);
  const url = new URL(to.redirectUri);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  // RFC 6749 section 4.1.2: state comes back exactly as it was sent.
  if (to.state !== null) url.searchParams.set('state', to.state);
  // RFC 9207 section 2: which server answered, so that a client of several is not misled.
  url.searchParams.set('iss', to.issuer);
  return url.href;
}
