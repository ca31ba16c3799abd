import { ANONYMOUS } from '../../audit/actors.ts';
import { addressKey } from '../../kernel/address.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { hashSecret, type Secret } from '../../kernel/secrets.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import { spendSignIn } from '../external-sign-ins/store.ts';
import type { ExternalIdentity, SignInUnderWay } from '../external-sign-ins/types.ts';
import type { SecurityPolicies } from '../policies/security-policies.ts';
import { isNewPlace, type OpenedSession, openSession } from '../sessions/open-session.ts';
import { deleteSessionOf } from '../sessions/store.ts';
import { markSignInWithoutPassword, rememberSource } from '../users/store.ts';
import { type AcceptPorts, acceptIdentity } from './accept-identity.ts';
import { redirectUriOf } from './begin-sign-in.ts';
import type { RelyingParties } from './relying-parties.ts';
import { findProvider, insertExternalSession } from './store.ts';
import type { IdentityProvider } from './types.ts';

export interface FinishPorts extends AcceptPorts {
  readonly policies: SecurityPolicies;
  readonly publicUrl: string;
  readonly relyingParties: RelyingParties;
  readonly mail: MailQueue;
}

const ANEW = 'The sign-in is over, or was begun in another browser; sign in again';
const REFUSED =
  'Your identity provider knows you, and this agency does not let you in; ask an administrator of your agency';

/**
 * Finishes what `beginSignIn` began in this browser: the answer is spent, checked at the provider, and opens a session of the person
 * it proves, who is made or changed in the same transaction; one of the same person in this browser ends. Refuses with `invalid_request` an answer of another browser, an old or
 * a second one, with `invalid_credentials` one that the provider does not confirm or that leads to nobody.
 */
export async function finishSignIn(
  ports: FinishPorts,
  request: { query: string; state: string; browserToken: string; sessionToken: string | undefined; origin: Origin },
): Promise<{ session: OpenedSession & { token: Secret }; returnTo: string }> {
  const { database, clock } = ports;
  const key = {
    stateHash: hashSecret(request.state),
    browserHash: hashSecret(request.browserToken),
    now: clock.now(),
  };
  const underWay = await database.write((tx) => spendSignIn(tx.query, key));
  if (underWay === undefined) throw refuse.invalidRequest({ description: ANEW, logDetail: 'unknown or spent state' });
  const provider = await findProvider(database.read, underWay.providerId);
  if (provider === undefined || provider.disabledAt !== null) {
    throw refuse.notFound({ description: 'This identity provider is not used any more' });
  }
  const identity = await provenIdentity(ports, provider, underWay, request);
  const { sessionToken, origin } = request;
  const session = await openExternalSession(ports, { provider, identity, sessionToken, origin });
  return { session, returnTo: underWay.returnTo };
}

/** Whom the provider proved: a SAML provider posted it before, which `acceptSamlAnswer` checked; an OpenID provider is asked now. */
async function provenIdentity(
  { publicUrl, relyingParties }: FinishPorts,
  provider: IdentityProvider,
  underWay: SignInUnderWay,
  { query, state }: { query: string; state: string },
): Promise<ExternalIdentity> {
  if (provider.saml === null) {
    const answeredAt = new URL(`${redirectUriOf(publicUrl)}?${query}`);
    return relyingParties.identityOf(provider, answeredAt, { ...underWay, state });
  }
  if (underWay.answer === null) throw refuse.invalidRequest({ description: ANEW, logDetail: 'no answer was posted' });
  return underWay.answer;
}

/** A session of whom the provider proved. A refusal is written with what led to it, before it is thrown. */
async function openExternalSession(
  ports: FinishPorts,
  proven: { provider: IdentityProvider; identity: ExternalIdentity; sessionToken: string | undefined; origin: Origin },
): Promise<OpenedSession & { token: Secret }> {
  const { provider, identity, sessionToken, origin } = proven;
  const { policy } = await ports.policies.of(provider.agencyId);
  const outcome = await ports.database.write(async (tx) => {
    const accepted = await acceptIdentity(ports, tx, proven);
    if ('refused' in accepted) {
      await ports.audit.append(tx, {
        actor: ANONYMOUS,
        agencyId: provider.agencyId,
        action: 'session.opened',
        outcome: 'refused',
        subject: accepted.userId,
        origin,
        detail: { check: accepted.refused, identity_provider: provider.id },
      });
      return null;
    }
    const { user } = accepted;
    const at = ports.clock.now();
    const isFromNewPlace = await isNewPlace(tx.query, user, origin);
    await markSignInWithoutPassword(tx.query, user.id, at);
    await rememberSource(tx.query, user.id, addressKey(origin.source), at);
    const replaced =
      sessionToken === undefined
        ? undefined
        : await deleteSessionOf(
            tx.query,
            { tokenHash: hashSecret(sessionToken), userId: user.id },
            { reason: 'confirmed_anew', at },
          );
    if (replaced !== undefined) await ports.changes.publish(tx, 'session', user.id);
    const session = await openSession(ports, tx, {
      user,
      policy,
      origin,
      isFromNewPlace,
      // Whoever proves in place that it is they goes on with a sign-in whose banner they acknowledged.
      ...(replaced && { awaitsBanner: replaced.awaitsBanner }),
      detail: { identity_provider: provider.id, ...(replaced && { replaces_session: true }) },
    });
    await insertExternalSession(tx.query, {
      tokenHash: hashSecret(session.token.reveal()),
      providerId: provider.id,
      identity,
    });
    return session;
  });
  if (outcome === null) throw refuse.invalidCredentials({ description: REFUSED, isRecorded: true });
  return outcome;
}
