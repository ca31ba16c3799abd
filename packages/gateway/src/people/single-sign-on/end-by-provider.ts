import { SYSTEM } from '../../audit/actors.ts';
import type { Database } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { endAccess } from '../sessions/end-access.ts';
import { deleteSessions } from '../sessions/store.ts';
import type { AcceptPorts } from './accept-identity.ts';
import type { RelyingParties } from './relying-parties.ts';
import { findProvider, sessionsOf, userOfSubject } from './store.ts';

/**
 * What the provider's logout token names has ended when this returns, on every process within a second: the portal sessions of one
 * session there, or, where it names the person alone, everything they have open. What it names and nobody here has is no refusal.
 */
export async function endByProvider(
  ports: AcceptPorts & { database: Database; relyingParties: RelyingParties },
  request: { providerId: string; logoutToken: string; origin: Origin },
): Promise<void> {
  const { database, audit, changes, relyingParties } = ports;
  const provider = await findProvider(database.read, request.providerId);
  // A SAML provider has no back channel.
  if (provider === undefined || provider.saml !== null)
    throw refuse.notFound({ description: 'There is no such identity provider' });
  const { subject, sessionId } = await relyingParties.logoutClaims(provider, request.logoutToken);
  const { origin } = request;
  await database.write(async (tx) => {
    const record = (userId: string, ended: number) =>
      audit.append(tx, {
        actor: SYSTEM,
        agencyId: provider.agencyId,
        action: 'user.sessions_ended',
        outcome: 'success',
        subject: userId,
        origin,
        detail: { ended, identity_provider: provider.id },
      });
    if (sessionId !== null) {
      const sessions = await sessionsOf(tx.query, provider.id, sessionId);
      await deleteSessions(
        tx.query,
        sessions.map(({ tokenHash }) => tokenHash),
        { reason: 'provider_signed_out', at: ports.clock.now() },
      );
      for (const userId of new Set(sessions.map((session) => session.userId))) {
        await changes.publish(tx, 'session', userId);
        await record(userId, sessions.filter((session) => session.userId === userId).length);
      }
      return;
    }
    const userId = await userOfSubject(tx.query, provider.id, subject ?? '');
    if (userId === undefined) return;
    const by = { actor: SYSTEM, origin, reason: 'provider_signed_out' } as const;
    await record(userId, await endAccess(ports, tx, userId, by));
  });
}
