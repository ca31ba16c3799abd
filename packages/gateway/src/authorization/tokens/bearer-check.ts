import { createLocalJWKSet, decodeProtectedHeader, errors, type JWTVerifyResult, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Clock } from '../../kernel/clock.ts';
import { DomainError, refuse } from '../../kernel/errors.ts';
import { type Right, rightsOfScopes } from '../../people/rights/rights.ts';
import type { UserDirectory } from '../../people/users/user-directory.ts';
import type { ClientDirectory } from '../clients/client-directory.ts';
import { type Client, isEnabled } from '../clients/types.ts';
import type { KeyRing, PublicJwk } from '../keys/key-ring.ts';
import type { Principal } from '../principals/principal.ts';
import type { ReplayGuard } from '../replays/replay-guard.ts';
import { checkProof, type ShownProof } from './check-proof.ts';
import type { AccessTokenClaims } from './types.ts';

const VERIFIED_KEPT = 20_000;
/** How far the clocks of two servers may be apart (RFC 7519 section 4.1.4 allows a few minutes). */
const CLOCK_SKEW_SECONDS = 300;

/** How a token is sent (RFC 9449 section 7.1). `proof` null: where no proof can be taken, as for a WebSocket. */
export type Presentation =
  | { readonly scheme: 'bearer' }
  | { readonly scheme: 'dpop'; readonly proof: ShownProof | null };

const AS_BEARER: Presentation = { scheme: 'bearer' };

interface Verified {
  readonly claims: AccessTokenClaims;
  readonly rights: ReadonlySet<Right>;
}

interface Standing {
  readonly verified: Verified;
  readonly client: Client;
  readonly isOfUser: boolean;
}

/**
 * Turns a bearer token into its principal, or refuses with `invalid_token` (RFC 6750 section 3.1). Signatures are checked once a token
 * and remembered; expiry, revocation, and whether the client and the person are still enabled are checked every time, from
 * memory, which the change feed keeps at most a second behind any process's change; where it could not, for a second, nobody
 * is let in (`unavailable`). A token that is bound to a key is good with a proof
 * of that key alone (RFC 9449 section 7.1).
 */
export class BearerCheck {
  readonly #keys: KeyRing;
  readonly #clients: ClientDirectory;
  readonly #clock: Clock;
  readonly #issuer: string | null;
  readonly #replays: ReplayGuard;
  readonly #publicUrl: string;
  readonly #changes: ChangeFeed;
  readonly #users: UserDirectory;
  readonly #verified = new LRUCache<string, Verified>({ maxSize: VERIFIED_KEPT, sizeCalculation: () => 1 });
  /** With the position of the change that voids it; null where this process has not read that back yet. */
  readonly #voidTokens = new Map<string, number | null>();
  readonly #voidGrants = new Map<string, number | null>();
  #keySet: { published: readonly PublicJwk[]; resolve: ReturnType<typeof createLocalJWKSet> } | undefined;

  /**
   * `issuer` null: no public URL is set, so each process issues under the address it listens on, and a token of any of
   * them, recognised by the installation's own signing keys, is good at all of them.
   */
  constructor(ports: {
    keys: KeyRing;
    clients: ClientDirectory;
    clock: Clock;
    issuer: string | null;
    replays: ReplayGuard;
    publicUrl: string;
    changes: ChangeFeed;
    users: UserDirectory;
  }) {
    this.#keys = ports.keys;
    this.#clients = ports.clients;
    this.#clock = ports.clock;
    this.#issuer = ports.issuer;
    this.#replays = ports.replays;
    this.#publicUrl = ports.publicUrl;
    this.#changes = ports.changes;
    this.#users = ports.users;
    ports.changes.on('token', ({ subject, position }) => this.#voidTokens.set(subject, position));
    ports.changes.on('grant', ({ subject, position }) => this.#voidGrants.set(subject, position));
    ports.changes.onSwept((through) => this.#forgetSwept(through));
  }

  async check(token: string, presentation = AS_BEARER): Promise<Principal> {
    const standing = presentation.scheme === 'bearer' ? this.#stand(token) : this.#standAsBound(token);
    const { verified, client, isOfUser } = await standing;
    const { cnf } = verified.claims;
    if (cnf !== undefined || presentation.scheme !== 'bearer') {
      await this.#checkBinding(token, cnf?.jkt, presentation);
    }
    return principalOf(verified, client, isOfUser);
  }

  /** As `#stand`, with the refusal that asks for a proof again. */
  async #standAsBound(token: string): Promise<Standing> {
    try {
      return await this.#stand(token);
    } catch (err) {
      if (!(err instanceof DomainError) || err.code !== 'invalid_token') throw err;
      throw notAsShown(err.message, err.logDetail ?? '');
    }
  }

  async #checkBinding(accessToken: string, keyThumbprint: string | undefined, shown: Presentation): Promise<void> {
    if (keyThumbprint === undefined) {
      throw notAsShown('The access token is bound to no key; send it as Authorization: Bearer', 'no cnf');
    }
    // RFC 9449 section 7.2: a bound token is never taken as a bearer token.
    if (shown.scheme === 'bearer') {
      throw notAsShown(
        'The access token is bound to a key: send it in a header, as Authorization: DPoP, with a DPoP proof. A WebSocket takes bearer tokens alone',
        'a bound token was sent as a bearer token',
      );
    }
    if (shown.proof === null) {
      throw notAsShown(
        'A WebSocket takes bearer tokens alone: ask for one without a DPoP proof',
        'a bound token at a socket',
      );
    }
    const ports = { clock: this.#clock, replays: this.#replays, publicUrl: this.#publicUrl };
    await checkProof(ports, shown.proof, refuse.refusedProof, { accessToken, keyThumbprint });
  }

  /** The claims of a token that is good at this moment, or null. For introspection and revocation. */
  async read(token: string): Promise<AccessTokenClaims | null> {
    try {
      return (await this.#stand(token)).verified.claims;
    } catch (err) {
      if (err instanceof DomainError && err.code === 'invalid_token') return null;
      throw err;
    }
  }

  async #stand(token: string): Promise<Standing> {
    if (!this.#changes.isCurrent) await this.#changes.ensureCurrent();
    const verified = this.#verified.get(token) ?? (await this.#verify(token));
    const { claims } = verified;
    if (claims.exp * 1000 <= this.#clock.now()) {
      this.#verified.delete(token);
      throw invalid('The access token has expired', 'exp');
    }
    if (this.#voidTokens.has(claims.jti)) throw invalid('The access token was revoked', 'jti is revoked');
    if (claims.grant_id !== undefined && this.#voidGrants.has(claims.grant_id)) {
      throw invalid('The access token was revoked', 'the grant is revoked');
    }
    const client = this.#clients.peek(claims.client_id) ?? (await this.#clients.find(claims.client_id));
    if (client === undefined || !isEnabled(client)) {
      throw invalid('The access token was revoked', 'the client or its agency is disabled');
    }
    if ((claims.client_generation ?? 0) !== (client.settings.tokenGeneration ?? 0)) {
      throw invalid('The access token was revoked', "the client's tokens were ended");
    }
    if (outlives(claims, client, this.#clock.now())) {
      throw invalid('The access token is good for longer than this client may have one', 'exp is past the lifetime');
    }
    const isOfUser = claims.sub !== claims.client_id;
    if (isOfUser) await this.#checkPerson(claims);
    return { verified, client, isOfUser };
  }

  /** Whether the person's tokens were ended is looked up and compared by number; when it was issued states nothing. */
  async #checkPerson({ sub, user_generation = 0 }: AccessTokenClaims): Promise<void> {
    const person = this.#users.peek(sub) ?? (await this.#users.find(sub));
    if (person === undefined || person.isDisabled)
      throw invalid('The access token was revoked', 'the user or their agency is disabled');
    if (user_generation !== person.tokenGeneration) {
      throw invalid('The access token was revoked', "the user's tokens were ended");
    }
  }

  /** When a token that `check` let through expires, in milliseconds; 0 where it did not. */
  expiresAtOf(token: string): number {
    return (this.#verified.get(token)?.claims.exp ?? 0) * 1000;
  }

  async #verify(token: string): Promise<Verified> {
    let result: JWTVerifyResult<AccessTokenClaims>;
    try {
      await this.#keys.lookFor(String(decodeProtectedHeader(token).kid));
      result = await jwtVerify<AccessTokenClaims>(token, this.#resolver(), {
        // RFC 9068 section 4: type, issuer, audience, signature and expiry, each of them.
        typ: 'at+jwt',
        ...(this.#issuer !== null && { issuer: this.#issuer, audience: this.#issuer }),
        algorithms: ['ES256', 'EdDSA'],
        requiredClaims: ['iss', 'aud', 'sub', 'client_id', 'scope', 'iat', 'exp', 'jti'],
        currentDate: new Date(this.#clock.now()),
      });
    } catch (err) {
      // Keys that could not be read state nothing about the token.
      if (err instanceof DomainError) throw err;
      if (err instanceof errors.JWTExpired) throw invalid('The access token has expired', 'exp');
      throw invalid('The access token is not one of this server', err instanceof errors.JOSEError ? err.code : 'form');
    }
    const claims = result.payload;
    if (claims.aud !== claims.iss) throw invalid('The access token is not one of this server', 'aud');
    const verified = { claims, rights: rightsOfScopes(claims.scope.split(' ')) };
    this.#verified.set(token, verified);
    return verified;
  }

  #resolver(): ReturnType<typeof createLocalJWKSet> {
    const published = this.#keys.published();
    if (this.#keySet?.published !== published) {
      this.#keySet = { published, resolve: createLocalJWKSet({ keys: [...published] }) };
    }
    return this.#keySet.resolve;
  }

  /** What they void has expired for good, and the changes themselves are removed. */
  #forgetSwept(through: number): void {
    for (const kept of [this.#voidTokens, this.#voidGrants]) {
      for (const [id, position] of kept) if (position !== null && position <= through) kept.delete(id);
    }
  }
}

/**
 * True where a token lives longer than its client's tokens do now, whoever signed it: measured from when it states it was
 * issued, and from now, so that one dated ahead is none either.
 */
function outlives({ iat, exp }: AccessTokenClaims, { accessTokenTtlSeconds }: Client, now: number): boolean {
  return exp - iat > accessTokenTtlSeconds || exp - now / 1000 > accessTokenTtlSeconds + CLOCK_SKEW_SECONDS;
}

function invalid(description: string, logDetail: string): DomainError {
  return refuse.invalidToken({ description, logDetail });
}

function notAsShown(description: string, logDetail: string): DomainError {
  return refuse.invalidBoundToken({ description, logDetail });
}

function principalOf({ claims, rights }: Verified, client: Client, isOfUser: boolean): Principal {
  return {
    via: isOfUser ? 'user_token' : 'client_token',
    agencyId: claims.agency ?? null,
    client,
    user: isOfUser ? { id: claims.sub, tokenGeneration: claims.user_generation ?? 0 } : null,
    rights,
    ...(claims.grant_id !== undefined && { grantId: claims.grant_id }),
  };
}
