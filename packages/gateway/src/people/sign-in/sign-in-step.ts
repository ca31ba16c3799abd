import type { SecurityPolicy } from '../policies/policy.ts';
import type { Right } from '../rights/rights.ts';

/** What is left of a sign-in, one after the other, before the session may do what its person may. */
export type SignInStep = 'acknowledge_banner' | 'prove_factor' | 'change_password' | 'enrol_factor';

/** What is known of a session and its person. */
export interface SignInFacts {
  readonly rights: ReadonlySet<Right>;
  readonly hasFactor: boolean;
  /** When a second factor was shown in this session; null where none was. */
  readonly factorAt: number | null;
  /** True where the identity provider that opened the session proved a second factor. */
  readonly hasProviderFactor: boolean;
  /** True where the person has not acknowledged yet what the policy had them read at the sign-in. */
  readonly awaitsBanner: boolean;
  /** True where the password that opened the session is still the one that is to be changed. */
  readonly hasExpiredPassword: boolean;
}

const MINUTE_MS = 60_000;

/** When a session was last proven to be its person's. */
export interface ProofFacts {
  readonly createdAt: number;
  readonly hasFactor: boolean;
  readonly factorAt: number | null;
  readonly passwordAt: number | null;
}

/**
 * Until when a session may do what asks for a recent factor; null where the policy asks for none. The factor of a person who has
 * none is the password.
 */
export function confirmedUntil(facts: ProofFacts, { stepUpMinutes }: SecurityPolicy): number | null {
  if (stepUpMinutes === null) return null;
  const { createdAt, hasFactor, factorAt, passwordAt } = facts;
  const shownAt = hasFactor ? (factorAt ?? createdAt) : Math.max(createdAt, passwordAt ?? 0);
  return shownAt + stepUpMinutes * MINUTE_MS;
}

/** True where whoever has these rights decides about other people's access. */
function isAdministrator(rights: ReadonlySet<Right>): boolean {
  return rights.has('users:manage') || rights.has('clients:manage') || rights.has('security:manage');
}

/** Whether the policy asks a person with these rights for a second factor. */
export function asksFactor({ secondFactor }: SecurityPolicy, rights: ReadonlySet<Right>): boolean {
  return secondFactor === 'everyone' || (secondFactor === 'administrators' && isAdministrator(rights));
}

/** The banner that is still to be acknowledged in a session; null where there is none any more. */
export function bannerLeft({ awaitsBanner }: Pick<SignInFacts, 'awaitsBanner'>, policy: SecurityPolicy): string | null {
  return awaitsBanner ? policy.bannerText : null;
}

/**
 * The next step of a sign-in, or null where it is complete. Decided anew at every request, so that a policy made stricter, a
 * new factor and a reset hold for those who are signed in. Who has a factor shows it, whatever the policy, unless their provider
 * proved one of its own; whoever proved no factor that they have changes no password. The banner (CJIS AC-8) comes before everything, and is of the sign-in: one that is set later interrupts nobody.
 */
export function nextStep(facts: SignInFacts, policy: SecurityPolicy): SignInStep | null {
  const { rights, hasFactor, factorAt, hasProviderFactor, hasExpiredPassword } = facts;
  if (policy.bannerMustBeAcknowledged && bannerLeft(facts, policy) !== null) return 'acknowledge_banner';
  if (hasProviderFactor) return null;
  if (hasFactor && factorAt === null) return 'prove_factor';
  if (hasExpiredPassword) return 'change_password';
  if (hasFactor) return null;
  return asksFactor(policy, rights) ? 'enrol_factor' : null;
}
