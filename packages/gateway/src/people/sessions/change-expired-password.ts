import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import type { UserSignInPorts } from '../sign-in/check-password.ts';
import { changeOwnPassword } from './change-own-password.ts';
import type { EndingPorts } from './end-access.ts';
import type { PortalSession } from './portal-session.ts';

/**
 * As `changeOwnPassword`, in a sign-in that waits for it. Refuses with `forbidden` a session in which nothing is left of the sign-in, or
 * something else is.
 */
export async function changeExpiredPassword(
  ports: UserSignInPorts & EndingPorts & { mail: MailQueue },
  request: {
    session: Pick<PortalSession, 'user' | 'step'> & { token: string };
    presentPassword: string;
    newPassword: string;
    origin: Origin;
  },
): Promise<void> {
  const { session, ...passwords } = request;
  if (session.step !== 'change_password') {
    throw refuse.forbidden({
      description: 'This sign-in waits for no new password; change yours by POST /api/account/password',
    });
  }
  await changeOwnPassword(ports, { ...passwords, user: session.user, token: session.token });
}
