import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { SecurityPolicies } from '../../people/policies/security-policies.ts';
import { notePositionSeen } from '../../people/positions/dispatch-positions.ts';
import { noteSeen } from '../../people/sessions/own-sessions.ts';
import { findPortalSession, type PortalSession } from '../../people/sessions/portal-session.ts';
import type { ClientDirectory } from '../clients/client-directory.ts';
import { type DeeplinkSession, findDeeplinkSession } from './redeem-deeplink.ts';

/** By what a browser is signed in: a session that a person opened by hand, or a deeplink. */
export type BrowserSession =
  | ({ readonly kind: 'portal' } & PortalSession)
  | ({ readonly kind: 'deeplink' } & DeeplinkSession);

/** Who a browser is signed in as: by the deeplink it names, or else by hand, which is noted as seen. Refuses with `invalid_token` where it is not. */
export async function readSession(
  ports: { database: Database; clock: Clock; clients: ClientDirectory; policies: SecurityPolicies },
  shown: {
    deeplinkId: string | undefined;
    browserToken: string | null;
    portalToken: string;
    positionToken: string | undefined;
  },
): Promise<BrowserSession> {
  const { deeplinkId, browserToken } = shown;
  if (deeplinkId !== undefined) {
    return { kind: 'deeplink', ...(await findDeeplinkSession(ports, { deeplinkId, browserToken })) };
  }
  const { positionToken } = shown;
  const session = await findPortalSession(ports, shown.portalToken, positionToken);
  if (session === null) throw refuse.invalidToken({ description: 'The session has ended; sign in again' });
  await noteSeen(ports, { token: shown.portalToken, lastSeenAt: session.lastSeenAt ?? null });
  await notePositionSeen(ports, { agencyId: session.user.agencyId, token: positionToken });
  return { kind: 'portal', ...session };
}
