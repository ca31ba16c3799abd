/** How a request proves who sends it. */
export type Auth =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly token: string | (() => string | Promise<string>) }
  | { readonly kind: 'cookie'; readonly deeplinkId: string | null };

/** Sends no credentials: for token requests and one-time links. */
export const noAuth: Auth = { kind: 'none' };

/** Sends the access token in the Authorization header. A function is asked anew for every request, so it can renew. */
export function bearer(token: string | (() => string | Promise<string>)): Auth {
  return { kind: 'bearer', token };
}

/** Relies on the browser's session cookie; with a deeplink id, the request belongs to that deeplink's session. */
export function cookie(deeplinkId: string | null = null): Auth {
  return { kind: 'cookie', deeplinkId };
}

/** The headers an auth strategy adds to one request. */
export async function authHeaders(auth: Auth): Promise<Record<string, string>> {
  switch (auth.kind) {
    case 'none':
      return {};
    case 'bearer':
      return { authorization: `Bearer ${typeof auth.token === 'string' ? auth.token : await auth.token()}` };
    case 'cookie':
      return auth.deeplinkId === null ? {} : { 'x-sallyport-deeplink': auth.deeplinkId };
  }
}
