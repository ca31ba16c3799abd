import { ANONYMOUS } from '../../audit/actors.ts';
import { addressKey } from '../../kernel/address.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { hashSecret, type Secret } from '../../kernel/secrets.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import type { SecurityPolicies } from '../policies/security-policies.ts';
import { isNewPlace, type OpenedSession, openSession } from '../sessions/open-session.ts';
import { markSignInWithoutPassword, rememberSource } from '../users/store.ts';
import { type AcceptPorts, acceptIdentity } from './accept-identity.ts';
import { redirectUriOf } from './begin-sign-in.ts';
import type { RelyingParties } from './relying-parties.ts';
import { findProvider, insertExternalSession, spendSignIn } from './store.ts';
import type { ExternalIdentity, IdentityProvider } from './types.ts';

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
 * it proves, who is made or changed in the same transaction. Refuses with `invalid_request` an answer of another browser, an old or
 * a second one, with `invalid_credentials` one that the provider does not confirm or that leads to nobody.
 */
export async function finishSignIn(
  ports: FinishPorts,
  request: { query: string; state: string; browserToken: string; origin: Origin },
): Promise<{ session: OpenedSession & { token: Secret }; returnTo: string }> {
  const { database, clock, publicUrl, relyingParties } = ports;
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
  const answeredAt = new URL(`${redirectUriOf(publicUrl)}?${request.query}`);
  const identity = await relyingParties.identityOf(provider, answeredAt, { ...underWay, state: request.state });
  const session = await openExternalSession(ports, { provider, identity, origin: request.origin });
  return { session, returnTo: underWay.returnTo };
}

/** A session of whom the provider proved. A refusal is written with what led to it, before it is thrown. */
async function openExternalSession(
  ports: FinishPorts,
  proven: { provider: IdentityProvider; identity: ExternalIdentity; origin: Origin },
): Promise<OpenedSession & { token: Secret }> {
  const { provider, identity, origin } = proven;
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
    const session = await openSession(ports, tx, {
      user,
      hours: policy.sessionHours,
      origin,
      isFromNewPlace,
      detail: { identity_provider: provider.id },
    });
    await insertExternalSession(tx.query, {
      tokenHash: hashSecret(session.token.reveal()),
      providerId: provider.id,
      subject: identity.subject,
      sessionId: identity.sessionId,
    });
    return session;
  });
  if (outcome === null) throw refuse.invalidCredentials({ description: REFUSED, isRecorded: true });
  return outcome;
}
