/**
 * Where the browser goes with the answer: the redirect URI as registered, its own query kept, and the parameters added.
 * `issuer` says which server answered, so that a client of several is not misled (RFC 9207 section 2).
 */
export function redirectBack(
  to: { redirectUri: string; state: string | null; issuer: string },
  answer: Readonly<Record<string, string>>,
): string {
  const url = new URL(to.redirectUri);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  // RFC 6749 section 4.1.2: state comes back exactly as it was sent.
  if (to.state !== null) url.searchParams.set('state', to.state);
  url.searchParams.set('iss', to.issuer);
  return url.href;
}
