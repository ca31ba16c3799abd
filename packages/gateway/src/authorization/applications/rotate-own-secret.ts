import { refuse } from '../../kernel/errors.ts';
import type { Secret } from '../../kernel/secrets.ts';
import { addSecretIn, removeSecretIn } from '../clients/rotate-secret.ts';
import { actorOf } from '../principals/principal.ts';
import type { ApplicationPorts } from './application-ports.ts';
import { mailDeveloper } from './mail-step.ts';
import { type ApplicationRequest, ownApplication } from './own-application.ts';
import { recordStep } from './record-step.ts';
import { findApplication } from './store.ts';
import type { Application } from './types.ts';

function clientOf({ clientId }: Application): string {
  if (clientId !== null) return clientId;
  throw refuse.conflict({ description: 'An application has secrets once it is approved' });
}

/**
 * Makes a secret of the developer's own client, atomically with its audit record; this answer is its only readable copy, and
 * nothing readable waited for it. Two may be valid at a time. Refuses a third, and an application that is not approved, with `conflict`.
 */
export async function addOwnSecret(
  ports: ApplicationPorts,
  request: ApplicationRequest,
): Promise<{ application: Application; secretId: string; clientSecret: Secret }> {
  return ports.database.write(async (tx) => {
    const clientId = clientOf(await ownApplication(tx.query, request));
    const actor = actorOf(request.principal);
    const { secretId, clientSecret } = await addSecretIn(ports, tx, { clientId, actor, origin: request.origin });
    await recordStep(ports, tx, { ...request, applicationId: request.id, step: 'secret_added' });
    const application = (await findApplication(tx.query, request.id)) as Application;
    await mailDeveloper(ports, tx, application, { step: 'secret_made' });
    return { application, secretId, clientSecret };
  });
}

/** Removes one of two secrets; it is refused on every process within a second. Refuses to remove the only one (`conflict`). */
export async function removeOwnSecret(
  ports: ApplicationPorts,
  request: ApplicationRequest & { secretId: string },
): Promise<Application> {
  return ports.database.write(async (tx) => {
    const { secretId, origin } = request;
    const clientId = clientOf(await ownApplication(tx.query, request));
    await removeSecretIn(ports, tx, { clientId, secretId, actor: actorOf(request.principal), origin });
    await recordStep(ports, tx, { ...request, applicationId: request.id, step: 'secret_removed' });
    const application = (await findApplication(tx.query, request.id)) as Application;
    await mailDeveloper(ports, tx, application, { step: 'secret_removed' });
    return application;
  });
}
