/** Gives a request its credentials, and learns when they were refused. `TokenSource` is one. */
export interface Credentials {
  /** The headers for this request. Refuses with SallyportError where no token can be had. */
  headers(
    request: { readonly method: string; readonly url: string },
    signal?: AbortSignal,
  ): Promise<Record<string, string>>;
  /** The request that carried these headers was answered 401: they are not given again. */
  refused(headers: Readonly<Record<string, string>>): void;
  /** Sees the headers of every answer and when it was asked for, in milliseconds of this machine's clock. */
  answered(headers: Headers, sentAt: number): void;
}

/** How a request proves who sends it. */
export type Auth =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly token: string | (() => string | Promise<string>) }
  | { readonly kind: 'cookie'; readonly deeplinkId: string | null }
  | { readonly kind: 'tokens'; readonly source: Credentials };

/** Sends no credentials: for token requests and one-time links. */
export const noAuth: Auth = { kind: 'none' };

/** Sends the access token in the Authorization header. A function is asked anew for every request, so it can renew. */
export function bearer(token: string | (() => string | Promise<string>)): Auth {
  return { kind: 'bearer', token };
}

/** Sends a token that renews itself; a request that is refused with 401 is sent once more with a new one. */
export function tokens(source: Credentials): Auth {
  return { kind: 'tokens', source };
}

/** Relies on the browser's session cookie; with a deeplink id, the request belongs to that deeplink's session. */
export function cookie(deeplinkId: string | null = null): Auth {
  return { kind: 'cookie', deeplinkId };
}

/** The headers an auth strategy adds to one request. */
export async function authHeaders(
  auth: Auth,
  request: { method: string; url: string },
  signal?: AbortSignal,
): Promise<Record<string, string>> {
  switch (auth.kind) {
    case 'none':
      return {};
    case 'bearer':
      return { authorization: `Bearer ${typeof auth.token === 'string' ? auth.token : await auth.token()}` };
    case 'cookie':
      return auth.deeplinkId === null ? {} : { 'x-sallyport-deeplink': auth.deeplinkId };
    case 'tokens':
      return auth.source.headers(request, signal);
  }
}
