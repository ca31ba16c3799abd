import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** Somebody whom the provider knows. */
export interface Account {
  readonly email: string;
  readonly email_verified?: boolean;
  readonly given_name?: string;
  readonly family_name?: string;
  readonly groups?: readonly string[];
}

/** How the provider states that somebody signed in. */
export interface SignInMethod {
  readonly acr?: string;
  readonly amr?: readonly string[];
}

export interface OpenIdProvider {
  readonly issuer: string;
  /** With which it signs ES256, as key id `test`. */
  readonly privateKey: KeyObject;
  /** Whoever comes next signs in as this account, in that way. */
  signsInAs(subject: string, how?: SignInMethod): void;
  stop(): Promise<void>;
}

export const CLIENT = { id: 'sallyport', secret: 'sallyport-secret-at-the-provider' };

/** oidc-provider on a port of its own: whoever comes is signed in without a form, as the test states. */
export async function startOpenIdProvider(
  accounts: Readonly<Record<string, Account>>,
  client: { redirectUri: string; logoutUri: (issuer: string) => string | Promise<string> },
): Promise<OpenIdProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let subject = '';
  let method: SignInMethod = {};
  const provider = new Provider(issuer, {
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: 'test' }] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [client.redirectUri],
        post_logout_redirect_uris: [],
        backchannel_logout_uri: await client.logoutUri(issuer),
        backchannel_logout_session_required: true,
      },
    ],
    acrValues: ['gold', 'bronze'],
    claims: {
      openid: ['sub', 'acr', 'amr'],
      email: ['email', 'email_verified'],
      profile: ['given_name', 'family_name', 'groups'],
    },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: confirmAtOnce },
    },
    // Its own refuses to reach this machine.
    fetch: (url: string, { method, body, headers }: RequestInit) =>
      fetch(url, { method, body, headers } as RequestInit),
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id, ...accounts[id] }) }),
    async loadExistingGrant(ctx: { oidc: { client: { clientId: string }; session: { accountId: string } } }) {
      const { client: asking, session } = ctx.oidc;
      const grant = new provider.Grant({ clientId: asking.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
    cookies: { keys: ['test'] },
  });
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/interaction/')) return next();
    ctx.respond = false;
    const result = { login: { accountId: subject, ...method } };
    return provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: false });
  });
  server.on('request', provider.callback());
  return {
    issuer,
    privateKey,
    signsInAs(next, how = {}) {
      subject = next;
      method = how;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** The page that asks whether one signs out, with the answer in it. */
function confirmAtOnce(ctx: { body: unknown }, form: string): void {
  ctx.body = form.replace('</form>', '<input type="hidden" name="logout" value="yes"/></form>');
}

/** A browser's cookies at one site, and its way through redirects; it stops at `until`. */
export class ProviderBrowser {
  readonly #cookies = new Map<string, string>();

  async send(url: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } });
    for (const set of answer.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      const at = pair.indexOf('=');
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  }

  /** The address that begins with `until`, to which the provider sends this browser from `url`. */
  async follow(url: string, until: string): Promise<string> {
    for (let at = url, step = 0; step < 10; step += 1) {
      const answer = await this.send(at);
      const location = answer.headers.get('location');
      if (location === null) throw new Error(`${at} is ${answer.status}: ${await answer.text()}`);
      at = new URL(location, at).href;
      if (at.startsWith(until)) return at;
    }
    throw new Error('too many redirects');
  }
}
