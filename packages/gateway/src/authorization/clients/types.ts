import { type Callflow, destinationsOf } from '../../agencies/callflows/types.ts';
import { NO_SIGN_IN_USE, type SignInUse } from './sign-in-use.ts';

/** Which side of an alert a client stands on; decides what it may do with one. */
export type IntegrationKind = 'psap' | 'central_station' | 'prepared' | 'call_handling' | 'responder' | 'directory';

/** Old habits a client's software has. All false is RFC 9700; each true is one exception for this client alone. */
export interface LegacyMarks {
  readonly passwordGrant: boolean;
  readonly jsonTokenBody: boolean;
  readonly tokenInQuery: boolean;
  readonly looseRedirect: boolean;
  /** Asks for a code without PKCE, at an authorization path of that time alone; never for a public client. */
  readonly codeWithoutPkce: boolean;
}

export type DeeplinkView = 'full' | 'cards';

export interface ClientSettings {
  readonly legacy: LegacyMarks;
  /** What a deeplink shows when the request does not state. */
  readonly deeplinkView: DeeplinkView;
  /** Origins that may show this client's deeplinks in a frame. */
  readonly embeddingOrigins: readonly string[];
  /** The zone its clocks are set to, in which a time without an offset is read; missing: such a time is refused. */
  readonly timeZone?: string | null;
  /** How often it was disabled, which ends its access tokens for good; missing: never. */
  readonly tokenGeneration?: number;
}

export const STRICT: LegacyMarks = {
  passwordGrant: false,
  jsonTokenBody: false,
  tokenInQuery: false,
  looseRedirect: false,
  codeWithoutPkce: false,
};

export interface ClientSecret {
  readonly id: string;
  readonly secretHash: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
}

/** What a client that asks for consent is: where it is sent back to, and how its tokens live. */
export interface Redirection extends SignInUse {
  readonly redirectUris: readonly string[];
  /** A public client has no secret (RFC 6749 section 2.1); PKCE alone ties its code to it. */
  readonly isPublic: boolean;
  /** May introspect every token of its own agency, not only its own. */
  readonly isResourceServer: boolean;
  /** Each refresh gives a new refresh token. Always so for public clients. */
  readonly rotatesRefreshTokens: boolean;
  /** Takes its authorization requests by `POST /oauth/par` alone (RFC 9126 section 6). */
  readonly requiresPushedRequests: boolean;
  /** How long a grant lasts from the consent, refreshes included. */
  readonly grantTtlSeconds: number;
  /** Whose application it is, as the consent page states. */
  readonly ownerName: string | null;
}

/** A client that never asks for consent. */
export const NO_REDIRECTION: Redirection = {
  ...NO_SIGN_IN_USE,
  redirectUris: [],
  isPublic: false,
  isResourceServer: false,
  rotatesRefreshTokens: false,
  requiresPushedRequests: false,
  grantTtlSeconds: 90 * 86_400,
  ownerName: null,
};

/** A public JWK as a client registered it (RFC 7517), checked by `client-keys.ts`. */
export interface ClientKey {
  readonly kty: 'EC' | 'OKP' | 'RSA';
  readonly kid?: string;
  readonly alg?: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
  readonly n?: string;
  readonly e?: string;
}

/** The keys a client proves itself with. */
export interface KeyUse {
  /** With keys, a client signs an assertion to authenticate (RFC 7523 section 2.2) and has no secret. */
  readonly keys: readonly ClientKey[];
  /** Every token of it is bound to a key (RFC 9449 section 5.2, `dpop_bound_access_tokens`). */
  readonly requiresDpop: boolean;
}

/** A client that proves itself by a secret or not at all, and binds a token to a key where it asks to. */
export const NO_KEY_USE: KeyUse = { keys: [], requiresDpop: false };

/** OAuth credentials of an application, usually for one agency; `agencyId` null serves several by its callflows. */
export interface Client extends Redirection, KeyUse {
  readonly id: string;
  readonly applicationId: string;
  readonly applicationName: string;
  readonly agencyId: string | null;
  readonly name: string;
  readonly integrationKind: IntegrationKind;
  readonly grantTypes: readonly string[];
  readonly scopes: readonly string[];
  readonly accessTokenTtlSeconds: number;
  readonly settings: ClientSettings;
  readonly disabledAt: number | null;
  /** True where the client's whole agency is disabled; missing where it is not. */
  readonly isAgencyDisabled?: true;
  readonly createdAt: number;
  readonly secrets: readonly ClientSecret[];
  readonly callflows: readonly Callflow[];
}

/** False where the client or its whole agency is disabled: then nothing of its is good. */
export function isEnabled({ disabledAt, isAgencyDisabled }: Pick<Client, 'disabledAt' | 'isAgencyDisabled'>): boolean {
  return disabledAt === null && isAgencyDisabled !== true;
}

/** The agencies the client's callflows lead to, each once; none for a client that is not there. */
export function agenciesOf(client: Pick<Client, 'callflows'> | null | undefined): readonly string[] {
  return [...new Set(client?.callflows.flatMap(destinationsOf))];
}
