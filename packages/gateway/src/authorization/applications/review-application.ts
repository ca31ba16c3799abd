import type { Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { isVisible } from '../../kernel/text.ts';
import { addRegistration } from '../clients/register-client.ts';
import { signInUseOf } from '../clients/sign-in-use.ts';
import { type LegacyMarks, STRICT } from '../clients/types.ts';
import { actorOf } from '../principals/principal.ts';
import type { ApplicationPorts } from './application-ports.ts';
import { clientIdsFrom } from './client-ids.ts';
import { mailDeveloper } from './mail-step.ts';
import { type ApplicationRequest, reviewable } from './own-application.ts';
import { recordStep } from './record-step.ts';
import { legacyOf, scopesOf } from './software.ts';
import { findApplication, moveState, setClient } from './store.ts';
import type { Application } from './types.ts';

export interface Decision {
  readonly kind: 'more_asked' | 'approved' | 'declined';
  /** What the developer reads: what is missing, or why not. */
  readonly text: string | undefined;
  /** Whoever approves states that they opened both documents, which show who asks. */
  readonly documentsOpened: boolean;
  /** Old habits of the application's software, where it has any. */
  readonly legacy: Partial<LegacyMarks>;
}

/** For how long an agency consents (seed: Active911: a day, refreshed for a year). */
const ACCESS_TOKEN_TTL_SECONDS = 86_400;
const GRANT_TTL_SECONDS = 365 * 86_400;

/** The client of an approved application: of no agency, so that any agency may consent; its first secret comes when it is asked for. */
async function issueClient(
  ports: Pick<ApplicationPorts, 'audit' | 'clock' | 'random' | 'changes'>,
  tx: Transaction,
  application: Application,
  legacy: Partial<LegacyMarks>,
  { principal, origin }: ApplicationRequest,
): Promise<string> {
  for (const id of clientIdsFrom(application.name)) {
    const isNew = await addRegistration(ports, tx, {
      registration: {
        id,
        applicationId: application.id,
        applicationName: application.name,
        agencyId: null,
        name: application.name,
        integrationKind: 'responder',
        grantTypes: ['authorization_code', 'refresh_token'],
        scopes: scopesOf(application),
        accessTokenTtlSeconds: ACCESS_TOKEN_TTL_SECONDS,
        settings: { legacy: { ...STRICT, ...legacy }, deeplinkView: 'full', embeddingOrigins: [] },
        callflows: [],
        redirectUris: application.redirectUris,
        ...signInUseOf(application),
        grantTtlSeconds: GRANT_TTL_SECONDS,
        ownerName: application.company,
      },
      actor: actorOf(principal),
      origin,
      secret: null,
    });
    if (isNew) return id;
  }
  throw refuse.conflict({ description: 'Every client id derived from this name is taken; ask for another name' });
}

/**
 * An operator's answer to a submitted application, in one transaction with its audit record; an approval issues the client in the
 * same one, such that the requests of what its software speaks work unchanged; what the operator states of old habits goes first. Of two answers at once one wins and the other is `conflict`. Refuses a question or a no without words
 * (`invalid_request`), and an approval of documents that nobody states they opened.
 */
export async function reviewApplication(
  ports: ApplicationPorts,
  request: ApplicationRequest & { decision: Decision },
): Promise<Application> {
  const { database, clock } = ports;
  const { id, decision } = request;
  const text = decision.text?.trim() ?? '';
  if (decision.kind !== 'approved' && !isVisible(text)) {
    throw refuse.invalidRequest({ description: 'State what is missing, or why the application is declined' });
  }
  if (decision.kind === 'approved' && !decision.documentsOpened) {
    throw refuse.invalidRequest({
      description: '`documents_opened` must be true to approve an application: open both of its documents first',
    });
  }
  return database.write(async (tx) => {
    await reviewable(tx.query, id);
    if (!(await moveState(tx.query, { id, from: ['submitted'], to: decision.kind, at: clock.now() }))) {
      throw refuse.conflict({ description: 'This application was answered already, or went back to its developer' });
    }
    const application = await reviewable(tx.query, id);
    const legacy = { ...legacyOf(application), ...decision.legacy };
    // A machine has credentials of each agency, which the agency's administrator issues.
    const hasClient = decision.kind === 'approved' && application.speaks !== 'machine';
    const clientId = hasClient ? await issueClient(ports, tx, application, legacy, request) : null;
    if (clientId !== null) await setClient(tx.query, id, clientId);
    await recordStep(ports, tx, {
      ...request,
      applicationId: id,
      step: decision.kind,
      text: text === '' ? undefined : text,
      ...(decision.kind === 'approved' && {
        detail: { documents_opened: true, ...(clientId !== null && { client_id: clientId, legacy }) },
      }),
    });
    const answered = (await findApplication(tx.query, id)) as Application;
    await mailDeveloper(ports, tx, answered, { step: decision.kind }, text);
    return answered;
  });
}
