import { refuse } from '../../kernel/errors.ts';

/** What OpenID Connect Core 1.0 section 3.1.2.1 adds to an authorization request, empty ones left out. */
export interface OpenIdParameters {
  readonly nonce?: string | undefined;
  readonly prompt?: string | undefined;
  readonly maxAge?: string | undefined;
  readonly loginHint?: string | undefined;
  readonly idTokenHint?: string | undefined;
}

/** Those parameters of a request with the scope `openid`, checked. */
export interface OpenIdQuestion {
  readonly nonce: string | null;
  readonly prompts: readonly string[];
  readonly maxAgeSeconds: number | null;
  readonly loginHint: string | null;
  /** Of whom the request's ID token is; missing where it has none. Nobody else is signed in. */
  readonly hintedUserId?: string;
}

export const PROMPTS: readonly string[] = ['none', 'login', 'consent', 'select_account'];
const WHOLE_SECONDS = /^\d{1,10}$/;

/** Refuses with `invalid_request` what the parameters cannot be. */
export function readOpenIdParameters({ nonce, prompt, maxAge, loginHint }: OpenIdParameters): OpenIdQuestion {
  const prompts = [...new Set((prompt ?? '').split(' ').filter((word) => word !== ''))];
  if (!prompts.every((word) => PROMPTS.includes(word))) {
    throw refuse.invalidRequest({ description: `prompt must be of: ${PROMPTS.join(', ')}` });
  }
  if (prompts.includes('none') && prompts.length > 1) {
    throw refuse.invalidRequest({ description: 'prompt must be none alone, or others without it' });
  }
  if (maxAge !== undefined && !WHOLE_SECONDS.test(maxAge)) {
    throw refuse.invalidRequest({ description: 'max_age must be a whole number of seconds' });
  }
  return {
    nonce: nonce ?? null,
    prompts,
    maxAgeSeconds: maxAge === undefined ? null : Number(maxAge),
    loginHint: loginHint ?? null,
  };
}

/** True where the request names nobody by an ID token, or that person (section 3.1.2.1). */
export function isWhoIsAsked({ hintedUserId }: OpenIdQuestion, userId: string): boolean {
  return hintedUserId === undefined || hintedUserId === userId;
}

/** True where a person who proved who they are at `authenticatedAt` need not do so again. Times are in milliseconds. */
export function isRecentEnough(
  { prompts, maxAgeSeconds }: OpenIdQuestion,
  { askedAt, authenticatedAt }: { askedAt: number; authenticatedAt: number },
): boolean {
  if (prompts.includes('login') && authenticatedAt < askedAt) return false;
  // Measured from the request, so that a person who signs in anew for `max_age=0` is not asked again.
  return maxAgeSeconds === null || authenticatedAt >= askedAt - maxAgeSeconds * 1000;
}
