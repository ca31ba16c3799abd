import type { Audit } from '../../audit/append-record.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Random } from '../../kernel/random.ts';
import type { Secret } from '../../kernel/secrets.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import { addSecretIn, removeSecretIn } from '../clients/rotate-secret.ts';
import { actorOf } from '../principals/principal.ts';
import { mailDeveloper } from './mail-step.ts';
import { type ApplicationRequest, ownApplication } from './own-application.ts';
import { recordStep } from './record-step.ts';
import { findApplication } from './store.ts';
import type { Application } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly changes: ChangeFeed;
  readonly publicUrl: string;
  readonly mail: MailQueue;
}

function clientOf({ clientId }: Application): string {
  if (clientId !== null) return clientId;
  throw refuse.conflict({ description: 'An application has secrets once it is approved' });
}

/**
 * Makes a secret of the developer's own client, atomically with its audit record; this answer is its only readable copy, and
 * nothing readable waited for it. Two may be valid at a time. Refuses a third, and an application that is not approved, with `conflict`.
 */
export async function addOwnSecret(
  ports: Ports,
  request: ApplicationRequest,
): Promise<{ application: Application; secretId: string; clientSecret: Secret }> {
  return ports.database.write(async (tx) => {
    const clientId = clientOf(await ownApplication(tx.query, request));
    const actor = actorOf(request.principal);
    const { secretId, clientSecret } = await addSecretIn(ports, tx, { clientId, actor, origin: request.origin });
    await recordStep(ports, tx, { ...request, applicationId: request.id, step: 'secret_added' });
    const application = (await findApplication(tx.query, request.id)) as Application;
    await mailDeveloper(ports, tx, application, 'a new secret was made. If you did not, notify the operator.');
    return { application, secretId, clientSecret };
  });
}

/** Removes one of two secrets; it is refused on every process within a second. Refuses to remove the only one (`conflict`). */
export async function removeOwnSecret(
  ports: Ports,
  request: ApplicationRequest & { secretId: string },
): Promise<Application> {
  return ports.database.write(async (tx) => {
    const { secretId, origin } = request;
    const clientId = clientOf(await ownApplication(tx.query, request));
    await removeSecretIn(ports, tx, { clientId, secretId, actor: actorOf(request.principal), origin });
    await recordStep(ports, tx, { ...request, applicationId: request.id, step: 'secret_removed' });
    const application = (await findApplication(tx.query, request.id)) as Application;
    await mailDeveloper(ports, tx, application, 'a secret was removed. If you did not, notify the operator.');
    return application;
  });
}
