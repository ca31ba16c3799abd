import type { TSchema } from 'typebox';
import type { LimitClass } from '../../authorization/limits/limits.ts';
import type { Principal } from '../../authorization/principals/principal.ts';
import type { ShownProof } from '../../authorization/tokens/check-proof.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { PortalRight, ScopedRight } from '../../people/rights/rights.ts';
import type { Answer } from './answer.ts';
import type { ErrorEncoding } from './error-encoding.ts';

/**
 * Who may call a route: whoever has its right, and shows it by credentials that the kind of route takes. `public`: anybody, no
 * credentials read. `token`: an access token. `reader` and `administrator_or_client`: an access token, or a person who is signed
 * in. `person`, `administrator`, `operator` and `developer`: whoever is signed in, and nobody by a token. Kinds that take the same
 * differ in the sentence of a refusal alone, and in the cookie of a developer. Which scope and which role has which right is
 * `people/rights/rights.ts`.
 */
export type RouteAccess =
  /** `takesForeignForms`: pages of other sites post to it, and no cookie of this browser has an effect there. */
  | { readonly kind: 'public'; readonly takesForeignForms?: true }
  | { readonly kind: 'token' | 'reader' | 'administrator_or_client'; readonly right: ScopedRight }
  | { readonly kind: 'person' | 'administrator' | 'operator' | 'developer'; readonly right: PortalRight };

/**
 * How a body is read. `form-or-json` is decided by what the body is; `fields` too, and there a number in JSON is as its text
 * in a form; `json` must state that it is; `document` is the bytes of a PDF, PNG or JPEG, which must state it, and which the use
 * case then recognises by itself; `json-or-media` is JSON that states it, or the bytes of a photo, video, recording or PDF that
 * states it, up to what the operator allows; `table` is the bytes of a CSV or GeoJSON file, which must state it.
 */
export type BodyKind = 'none' | 'json' | 'form-or-json' | 'fields' | 'document' | 'json-or-media' | 'table';

/** A form or flat JSON body: every parameter once, empty ones left out (RFC 6749 section 3.2). */
export interface ParameterBody {
  readonly isJson: boolean;
  readonly values: ReadonlyMap<string, string>;
}

export interface RouteRequest {
  readonly origin: Origin;
  /** Null on public routes alone. */
  readonly principal: Principal | null;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  /** For paths that bind what they give to a key; of a token's own proof `principal` has been checked. */
  readonly proof: ShownProof;
}

/** One endpoint: everything `http` needs to check, limit, validate, document and encode it. */
export interface Route<Ports> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** How what it refuses is encoded. */
  readonly errors: ErrorEncoding;
  readonly summary: string;
  readonly access: RouteAccess;
  /** True where it gives access to others: a person shows a factor again where the policy asks for a recent one. */
  readonly needsRecentFactor?: true;
  /** True where a session that is locked may ask: for what unlocks it, and for what rings meanwhile. */
  readonly whileLocked?: true;
  /** Which allowance a call counts against; `none` where the handler counts it itself. */
  readonly limit: LimitClass | 'none';
  readonly body: BodyKind;
  /** True where a page shows the answer by its address alone, as a picture, and so names its deeplink in the query. */
  readonly takesDeeplinkInQuery?: true;
  readonly bodyLimitBytes?: number;
  /** True where an optional member that is an empty text is as if it were not there: equipment sends its forms as they are. */
  readonly isEmptyAbsent?: true;
  /** The content type of its successes where that is not JSON: a page, or JSON that its readers expect under another name. */
  readonly answerType?: 'text/html' | 'application/scim+json';
  /** A further content type by which a body of kind `json` states that it is JSON (RFC 6839 section 3.1). */
  readonly jsonType?: 'application/scim+json';
  /** The grants that a token path takes, by their `grant_type` (RFC 6749 section 4). */
  readonly grantTypes?: readonly string[];
  /** True where the answer is the same for everybody: it is compressed once, and has an ETag. */
  readonly isFixed?: true;
  /** True where pages of the origins that public clients registered may ask, and read the answer (CORS). */
  readonly answersClientPages?: true;
  readonly schema: {
    readonly params?: TSchema;
    readonly query?: TSchema;
    readonly body?: TSchema;
    readonly responses: Readonly<Record<number, TSchema | null>>;
  };
  readonly handle: (ports: Ports, request: RouteRequest) => Promise<Answer>;
}

/** The principal of a route that is not public. */
export function principalOf(request: RouteRequest): Principal {
  if (request.principal === null) throw new Error('the route is public and has no principal');
  return request.principal;
}
