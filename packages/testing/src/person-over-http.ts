/** Somebody in front of a browser, as far as a server over HTTP can notify. */
export interface PersonOverHttp {
  /** Opens an authorization URL, allows these scopes (none is a no), and returns where the browser is sent. */
  answer(authorizationUrl: URL, scopes: readonly string[]): Promise<URL>;
  /** Opens an authorization URL as a browser does, signed in, and returns where it is sent. */
  open(authorizationUrl: URL): Promise<URL>;
  /** Ends the session. */
  signOut(): Promise<void>;
  /** Types the code that a device shows and allows these scopes; none is a no. */
  answerDevice(userCode: string, scopes: readonly string[]): Promise<void>;
  /** Ends every grant of that client. */
  revokeGrantsOf(clientId: string): Promise<void>;
}

/** Signs in by hand. */
export async function signInOverHttp(serverUrl: string, email: string, password: string): Promise<PersonOverHttp> {
  const json = { 'content-type': 'application/json' };
  const opened = await fetch(`${serverUrl}/api/session`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ email, password }),
  });
  if (!opened.ok) throw new Error(`the sign-in was answered with ${opened.status}`);
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
  return {
    async answer(authorizationUrl, scopes) {
      const asked = await fetch(authorizationUrl, { redirect: 'manual' });
      const location = new URL(asked.headers.get('location') ?? '');
      if (!location.pathname.startsWith('/portal/authorize/')) return location;
      const decided = await fetch(`${serverUrl}/api/authorizations/${location.pathname.split('/').at(-1)}`, {
        method: 'POST',
        headers: { ...json, cookie },
        body: JSON.stringify({ scopes }),
      });
      if (!decided.ok) throw new Error(`the decision was answered with ${decided.status}`);
      return new URL(((await decided.json()) as { redirect_to: string }).redirect_to);
    },
    async open(authorizationUrl) {
      const asked = await fetch(authorizationUrl, { redirect: 'manual', headers: { cookie } });
      return new URL(asked.headers.get('location') ?? '');
    },
    async signOut() {
      const closed = await fetch(`${serverUrl}/api/session`, { method: 'DELETE', headers: { cookie } });
      if (!closed.ok) throw new Error(`the sign-out was answered with ${closed.status}`);
    },
    async answerDevice(userCode, scopes) {
      const decided = await fetch(`${serverUrl}/api/device-authorizations/${userCode}`, {
        method: 'POST',
        headers: { ...json, cookie },
        body: JSON.stringify({ scopes }),
      });
      if (!decided.ok) throw new Error(`the decision was answered with ${decided.status}`);
    },
    async revokeGrantsOf(clientId) {
      const listed = await fetch(`${serverUrl}/api/grants`, { headers: { cookie } });
      const { grants } = (await listed.json()) as { grants: { id: string; client_id: string }[] };
      for (const { id } of grants.filter(({ client_id }) => client_id === clientId)) {
        await fetch(`${serverUrl}/api/grants/${id}`, { method: 'DELETE', headers: { cookie } });
      }
    },
  };
}
