import { findAgency } from '../../agencies/store.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Random } from '../../kernel/random.ts';
import { hashSecret, newSecret, type Secret } from '../../kernel/secrets.ts';
import { insertSignIn } from '../external-sign-ins/store.ts';
import type { SecurityPolicies } from '../policies/security-policies.ts';
import { requestUrl } from '../saml/service-provider.ts';
import { normaliseEmail } from '../users/email-address.ts';
import type { RelyingParties } from './relying-parties.ts';
import { serviceProviderOf } from './saml-addresses.ts';
import { findProvider, providerOfDomain, providersOf } from './store.ts';
import type { IdentityProvider } from './types.ts';

const SIGN_IN_MS = 10 * 60_000;
/** A page of the portal, and no other site: what follows the host begins with one slash. */
const OWN_PAGE = /^\/portal(?:[/?][\x21-\x7e]*)?$/;
const START = '/portal';

/** Where identity providers send the browser back to. */
export const redirectUriOf = (publicUrl: string) => `${publicUrl}/sso/callback`;

export function domainOf(email: string): string {
  return normaliseEmail(email.slice(email.lastIndexOf('@') + 1));
}

/**
 * The identity providers of an agency, or the one to which the address's domain leads; none of an agency that is disabled. By the domain
 * alone: whether somebody has the address is not stated.
 */
export async function signInOptions(
  { database }: { database: Database },
  asked: { email?: string | undefined; agencyId?: string | undefined },
): Promise<readonly IdentityProvider[]> {
  const provider = asked.email === undefined ? undefined : await providerOfDomain(database.read, domainOf(asked.email));
  const agencyId = asked.email === undefined ? asked.agencyId : provider?.agencyId;
  const agency = agencyId === undefined ? undefined : await findAgency(database.read, agencyId);
  if (agency === undefined || agency.disabledAt !== null) return [];
  if (provider !== undefined) return [provider];
  const providers = await providersOf(database.read, agency.id);
  return providers.filter(({ disabledAt }) => disabledAt === null);
}

/**
 * Where the browser goes to sign in at the provider, anew where `isAgain`, and the secret that its answer must come back with. Refuses an unknown or
 * disabled provider with `not_found`, one that does not answer with `unavailable`.
 */
export async function beginSignIn(
  ports: {
    database: Database;
    clock: Clock;
    random: Random;
    publicUrl: string;
    relyingParties: RelyingParties;
    policies: SecurityPolicies;
  },
  request: { providerId: string; returnTo: string | undefined; isAgain: boolean },
): Promise<{ location: string; browserToken: Secret; maxAgeSeconds: number }> {
  const { database, clock, random, publicUrl, relyingParties } = ports;
  const provider = await findProvider(database.read, request.providerId);
  if (provider === undefined || provider.disabledAt !== null) {
    throw refuse.notFound({ description: 'There is no such identity provider; ask your administrator for the link' });
  }
  const [state, nonce, verifier, browserToken] = [1, 2, 3, 4].map(() => newSecret(random)) as [
    Secret,
    Secret,
    Secret,
    Secret,
  ];
  // An XML id begins with no digit (SAML core section 1.3.4).
  const checks = { state: state.reveal(), nonce: `_${nonce.reveal()}`, verifier: verifier.reveal() };
  const { isAgain } = request;
  const { policy } = await ports.policies.of(provider.agencyId);
  // Whose sign-in it is is not known yet.
  const asksFactor = policy.secondFactor !== 'none';
  const asked = { requestId: checks.nonce, relayState: checks.state, isAgain };
  const location =
    provider.saml === null
      ? (await relyingParties.authorizationUrl(provider, redirectUriOf(publicUrl), checks, { isAgain, asksFactor }))
          .href
      : await requestUrl(serviceProviderOf(provider, provider.saml, publicUrl), asked);
  const returnTo = request.returnTo !== undefined && OWN_PAGE.test(request.returnTo) ? request.returnTo : START;
  await database.write((tx) =>
    insertSignIn(tx.query, {
      stateHash: hashSecret(checks.state),
      browserHash: hashSecret(browserToken.reveal()),
      providerId: provider.id,
      nonce: checks.nonce,
      verifier: checks.verifier,
      returnTo,
      expiresAt: clock.now() + SIGN_IN_MS,
    }),
  );
  return { location, browserToken, maxAgeSeconds: SIGN_IN_MS / 1_000 };
}
