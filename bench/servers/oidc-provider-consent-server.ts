import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';

// oidc-provider with in-memory storage and no audit record, for what follows a consent. Its access tokens are ES256 JWTs,
// but those that are introspected, which it can only do with opaque ones. `/mint?count=N` makes N codes of new grants.

const [port, clientId, clientSecret, redirectUri, codeChallenge] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const OPAQUE = `${issuer}/opaque`;
const ACCOUNT = 'administrator';
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** The package's own memory forgets all but its newest thousand entries; a round has more codes than that. */
class MemoryAdapter {
  static readonly #kept = new Map<string, { consumed?: number }>();
  readonly #model: string;
  constructor(model: string) {
    this.#model = model;
  }
  async upsert(id: string, payload: object): Promise<void> {
    MemoryAdapter.#kept.set(`${this.#model}:${id}`, payload);
  }
  async find(id: string): Promise<object | undefined> {
    return MemoryAdapter.#kept.get(`${this.#model}:${id}`);
  }
  async consume(id: string): Promise<void> {
    const payload = MemoryAdapter.#kept.get(`${this.#model}:${id}`);
    if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
  }
  async destroy(id: string): Promise<void> {
    MemoryAdapter.#kept.delete(`${this.#model}:${id}`);
  }
}

const provider = new Provider(issuer, {
  adapter: MemoryAdapter,
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' }] },
  clientDefaults: { id_token_signed_response_alg: 'ES256' },
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: [redirectUri],
      scope: 'offline_access alerts',
    },
  ],
  scopes: ['offline_access', 'alerts'],
  findAccount: (_ctx: object, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
  issueRefreshToken: () => true,
  rotateRefreshToken: () => false,
  features: {
    devInteractions: { enabled: false },
    introspection: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => issuer,
      useGrantedResource: () => true,
      getResourceServerInfo: (_ctx: object, resource: string) => ({
        scope: 'alerts',
        audience: resource,
        accessTokenTTL: 3600,
        accessTokenFormat: resource === OPAQUE ? 'opaque' : 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
});

async function mint(resource: string): Promise<string> {
  const client = await provider.Client.find(clientId ?? '');
  const grant = new provider.Grant({ accountId: ACCOUNT, clientId });
  grant.addResourceScope(resource, 'alerts');
  const code = new provider.AuthorizationCode({
    accountId: ACCOUNT,
    client,
    grantId: await grant.save(),
    gty: 'authorization_code',
    redirectUri,
    scope: 'alerts',
    resource,
    codeChallenge,
    codeChallengeMethod: 'S256',
    authTime: Math.floor(Date.now() / 1000),
    expiresWithSession: false,
  });
  return code.save();
}

provider.use(async (ctx, next) => {
  if (ctx.path !== '/mint') return next();
  const resource = ctx.query['opaque'] === undefined ? issuer : OPAQUE;
  ctx.body = await Promise.all(Array.from({ length: Number(ctx.query['count']) }, () => mint(resource)));
});
provider.listen(Number(port), '127.0.0.1');
