import { createRemoteJWKSet, customFetch as jwksFetch, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { ClientAuth, Configuration, CustomFetch } from 'openid-client';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { providerPurpose, type Seal } from '../../kernel/seal.ts';
import { storableText } from '../../kernel/text.ts';
import type { ExternalIdentity } from '../external-sign-ins/types.ts';
import { textAt, valuesAt } from './read-claims.ts';
import type { IdentityProvider, OpenIdFactors } from './types.ts';

/** As `fetch`, to checked addresses alone, without following redirects. `owner` is whose connections they are. */
export type CheckedFetch = (owner: string, ...request: Parameters<CustomFetch>) => Promise<Response>;

interface Ports {
  readonly clock: Clock;
  readonly seal: Seal;
  readonly fetchChecked: CheckedFetch;
}

/** By which a provider signs. */
interface ProviderKeys {
  readonly keys: ReturnType<typeof createRemoteJWKSet>;
  /** Reads them where they were not read yet. A provider that does not give them refuses nobody's sign-in. */
  load(): Promise<void>;
}

/** What one sign-in has of its own, so that no other answer is taken for it. */
export interface Checks {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** What the provider's answer proves, or that a session there is over. */
export interface LogoutClaims {
  readonly subject: string | null;
  readonly sessionId: string | null;
}

const KEPT = 200;
const KEPT_MS = 10 * 60_000;
const WITHIN_S = 10;
const SIGNED_BY = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** OpenID Connect Back-Channel Logout 1.0 section 2.4 recommends two minutes at most. */
const LOGOUT_TOKEN_WITHIN = '5 minutes';
const SKEW_S = 60;
/** OpenID Connect Core section 2. A longer one could not be found again by an index. */
const NAME_CHARACTERS = 255;

type ProvenClaims = Readonly<Record<string, unknown>> & { readonly sub: string; readonly sid?: unknown };

/** What the provider itself said about its refusal, without anything that was sent. */
function wordOf(err: unknown): string {
  const { error, code, message } = err as { error?: string; code?: string; message?: string };
  return error ?? code ?? message ?? 'unknown';
}

/**
 * Sallyport as the client of agencies' OpenID providers: what each publishes is read once in ten minutes, when somebody signs in. A
 * logout is checked by what was read last, because providers state it once, whether or not they answer meanwhile.
 */
export class RelyingParties {
  readonly #ports: Ports;
  readonly #keys = new WeakMap<Configuration, ProviderKeys>();
  readonly #kept = new LRUCache<string, { configuration: Promise<Configuration>; until: number }>({ max: KEPT });
  /** What was read last, whatever a later reading came to. */
  readonly #last = new LRUCache<string, Configuration>({ max: KEPT });

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /**
   * Where the browser goes to sign in, where `isAgain` anew, where `asksFactor` in a way that counts as with a second factor (`acr_values`):
   * code flow with PKCE, state and nonce. Refuses with `unavailable` a provider that does not answer.
   */
  async authorizationUrl(
    provider: IdentityProvider,
    redirectUri: string,
    checks: Checks,
    { isAgain, asksFactor }: { isAgain: boolean; asksFactor: boolean },
  ): Promise<URL> {
    const { acrValues } = provider.factors;
    const client = await import('openid-client');
    const configuration = await this.#configurationOf(provider);
    return client.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: 'openid email profile',
      state: checks.state,
      nonce: checks.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(checks.verifier),
      code_challenge_method: 'S256',
      // OpenID Connect Core section 3.1.2.1: the provider asks, whoever it knows already.
      ...(isAgain && { prompt: 'login', max_age: '0' }),
      // A request that the provider may leave unanswered (section 5.5.1.1): what it states is checked.
      ...(asksFactor && acrValues.length > 0 && { acr_values: acrValues.join(' ') }),
    });
  }

  /**
   * Whom the answer proves (OpenID Connect Core section 3.1.3.7): the code is exchanged, the ID token's signature, issuer, audience,
   * expiry and nonce are checked. Refuses anything else with `invalid_credentials`, a `sub` or `sid` of more than 255 characters too.
   */
  async identityOf(provider: IdentityProvider, answeredAt: URL, checks: Checks): Promise<ExternalIdentity> {
    return toIdentity(await this.#provenClaims(provider, answeredAt, checks), provider);
  }

  async #provenClaims(provider: IdentityProvider, answeredAt: URL, checks: Checks): Promise<ProvenClaims> {
    const client = await import('openid-client');
    const configuration = await this.#configurationOf(provider);
    try {
      const tokens = await client.authorizationCodeGrant(configuration, answeredAt, {
        expectedState: checks.state,
        expectedNonce: checks.nonce,
        pkceCodeVerifier: checks.verifier,
        idTokenExpected: true,
      });
      const idToken = tokens.claims() as ProvenClaims;
      const asksMore = configuration.serverMetadata().userinfo_endpoint !== undefined;
      const userInfo = asksMore
        ? await client.fetchUserInfo(configuration, tokens.access_token, idToken.sub)
        : undefined;
      await this.#keysOf(provider, configuration).load();
      // What was proved is stated by what is signed, and by nothing else.
      return { ...userInfo, acr: undefined, amr: undefined, ...idToken };
    } catch (err) {
      throw refuse.invalidCredentials({
        description: 'The identity provider did not confirm the sign-in',
        logDetail: `identity provider ${provider.id}: ${wordOf(err)}`,
        cause: err,
      });
    }
  }

  /**
   * What a logout token ends (OpenID Connect Back-Channel Logout 1.0 section 2.6). Refuses with `invalid_request` one that the
   * provider did not sign for this client, is old, has a nonce, or names neither a subject nor a session.
   */
  async logoutClaims(provider: IdentityProvider, logoutToken: string): Promise<LogoutClaims> {
    const { clock } = this.#ports;
    const last = this.#last.get(keyOf(provider)) ?? (await this.#configurationOf(provider));
    const { keys } = this.#keysOf(provider, last);
    const refused = (logDetail: string) =>
      refuse.invalidRequest({ description: '`logout_token` must be one of the identity provider for us', logDetail });
    const { payload } = await jwtVerify(logoutToken, keys, {
      issuer: provider.issuer,
      audience: provider.clientId,
      algorithms: SIGNED_BY,
      currentDate: new Date(clock.now()),
      clockTolerance: SKEW_S,
      maxTokenAge: LOGOUT_TOKEN_WITHIN,
      requiredClaims: ['iat', 'jti', 'events'],
    }).catch((err: unknown) => {
      throw refused(`identity provider ${provider.id}: ${wordOf(err)}`);
    });
    const { events, nonce, sub, sid } = payload;
    const isLogout = typeof events === 'object' && events !== null && Object.hasOwn(events, LOGOUT_EVENT);
    const sessionId = typeof sid === 'string' ? sid : null;
    if (!isLogout || nonce !== undefined || (sub === undefined && sessionId === null)) {
      throw refused(`identity provider ${provider.id}: not a logout token`);
    }
    return { subject: sub ?? null, sessionId };
  }

  #keysOf(provider: IdentityProvider, configuration: Configuration): ProviderKeys {
    const kept = this.#keys.get(configuration);
    if (kept !== undefined) return kept;
    const { jwks_uri = '' } = configuration.serverMetadata();
    const keys = createRemoteJWKSet(new URL(jwks_uri), {
      [jwksFetch]: (url, init) => this.#ports.fetchChecked(provider.agencyId, url, init as never),
      // Another key is asked for where a token names one.
      cacheMaxAge: Number.POSITIVE_INFINITY,
    });
    const found = { keys, load: async () => (keys.fresh ? undefined : keys.reload().catch(() => {})) };
    this.#keys.set(configuration, found);
    return found;
  }

  /** Reads what the provider publishes, once for all who ask; refuses them with `unavailable` where it does not answer as one. */
  async #configurationOf(provider: IdentityProvider): Promise<Configuration> {
    const key = keyOf(provider);
    const now = this.#ports.clock.elapsed();
    const kept = this.#kept.get(key);
    if (kept !== undefined && now < kept.until) return kept.configuration;
    const configuration = this.#discover(provider).catch((err: unknown) => {
      this.#kept.delete(key);
      throw refuse.unavailable({
        description: 'The identity provider does not answer as one; an administrator can check its issuer',
        logDetail: `identity provider ${provider.id}: ${wordOf(err)}`,
        cause: err,
      });
    });
    this.#kept.set(key, { configuration, until: now + KEPT_MS });
    this.#last.set(key, await configuration);
    return configuration;
  }

  async #discover(provider: IdentityProvider): Promise<Configuration> {
    const client = await import('openid-client');
    const { clock, seal, fetchChecked } = this.#ports;
    const { issuer, clientId } = provider;
    const secret = provider.sealedSecret && seal.open(provider.sealedSecret, providerPurpose(provider.id));
    const [basic, post, none] = [
      client.ClientSecretBasic(secret ?? ''),
      client.ClientSecretPost(secret ?? ''),
      client.None(),
    ];
    // RFC 8414 section 2: without a list it is Basic.
    const authenticate: ClientAuth = (server, ...rest) => {
      const ways = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
      if (secret === null) return none(server, ...rest);
      return (ways.includes('client_secret_basic') ? basic : post)(server, ...rest);
    };
    const isLoopback = issuer.startsWith('http://');
    const found = await client.discovery(
      new URL(issuer),
      clientId,
      { [client.clockSkew]: Math.round((clock.now() - Date.now()) / 1_000), [client.clockTolerance]: SKEW_S },
      authenticate,
      {
        // A signature is checked wherever the token came from.
        execute: [client.enableNonRepudiationChecks, ...(isLoopback ? [client.allowInsecureRequests] : [])],
        timeout: WITHIN_S,
        [client.customFetch]: (...request) => fetchChecked(provider.agencyId, ...request),
      },
    );
    // OpenID Connect Discovery 1.0 section 3 requires it, and without it nothing can be checked.
    if (!URL.canParse(found.serverMetadata().jwks_uri ?? '')) throw new Error('jwks_uri is no URL');
    return found;
  }
}

/** What a person or a session is called there, as it is stored: of two different ones none becomes the other. */
function namedBy(claim: 'sub' | 'sid', name: string): string {
  if (name !== '' && name.length <= NAME_CHARACTERS && storableText(name) === name) return name;
  throw refuse.invalidCredentials({
    description: `\`${claim}\` of the identity provider must be text of 1 to ${NAME_CHARACTERS} characters, without NUL`,
    logDetail: `a ${claim} of ${name.length} characters`,
  });
}

/** What is kept of a provider is read anew once an administrator changed it. */
function keyOf({ id, updatedAt }: IdentityProvider): string {
  return `${id} ${updatedAt}`;
}

/** Whether the ID token states a sign-in that the agency counts as one with a second factor (OpenID Connect Core section 2). */
function provesFactor(claims: ProvenClaims, { acrValues, amrValues }: OpenIdFactors): boolean {
  const { acr, amr } = claims;
  if (typeof acr === 'string' && acrValues.includes(acr)) return true;
  return Array.isArray(amr) && amr.some((method) => amrValues.includes(method));
}

function toIdentity(claims: ProvenClaims, { factors, rules }: IdentityProvider): ExternalIdentity {
  const { sid } = claims;
  return {
    subject: namedBy('sub', claims.sub),
    email: claims['email_verified'] === false ? null : (textAt(claims, 'email') ?? null),
    firstName: textAt(claims, 'given_name') ?? textAt(claims, 'name') ?? '',
    lastName: textAt(claims, 'family_name') ?? '',
    values: valuesAt(claims, rules.roleClaim),
    sessionId: typeof sid === 'string' && sid !== '' ? namedBy('sid', sid) : null,
    provesFactor: provesFactor(claims, factors),
  };
}
