import type { Actor } from '../../audit/types.ts';
import type { Right } from '../../people/rights/rights.ts';
import type { LockReason } from '../../people/sessions/session-lock.ts';
import type { SignInStep } from '../../people/sign-in/sign-in-step.ts';
import type { Client } from '../clients/types.ts';

/**
 * Who is asking, as the bearer check or the session found. `agencyId` is the only agency whose rows may be read or
 * changed; null belongs to no agency (a central station's client, an operator).
 */
export interface Principal {
  readonly via: 'client_token' | 'user_token' | 'session' | 'deeplink' | 'developer';
  readonly agencyId: string | null;
  readonly client: Client | null;
  readonly user: PrincipalUser | null;
  /** Who registers applications: never a user of an agency, and may read or change nothing of one. */
  readonly developer?: { readonly id: string };
  /** What these credentials may do: of a token by its scopes, of a session by the person's role. */
  readonly rights: ReadonlySet<Right>;
  /** The grant a token is of; missing where it is of none. */
  readonly grantId?: string;
  /** When the session or the deeplink is over, in milliseconds; missing for a token. */
  readonly sessionExpiresAt?: number;
  /** Until when a session may do what asks for a recent factor, in milliseconds; missing where nothing asks. */
  readonly confirmedUntil?: number;
  /** Why the session takes nothing but a factor; missing where it takes the rest. */
  readonly lock?: LockReason;
  /** What is left of the person's sign-in; missing where it is complete. */
  readonly signInStep?: SignInStep;
}

export interface PrincipalUser {
  readonly id: string;
  /** Of the person's tokens, when these credentials were found good: another one in the database has ended them. */
  readonly tokenGeneration: number;
}

/** The principal as the audit names it. */
export function actorOf(principal: Principal): Actor {
  if (principal.developer !== undefined) return { kind: 'developer', id: principal.developer.id };
  if (principal.user !== null) return { kind: 'user', id: principal.user.id };
  return { kind: 'client', id: principal.client?.id ?? 'unknown' };
}
