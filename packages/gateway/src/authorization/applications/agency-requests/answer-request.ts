import type { Audit } from '../../../audit/append-record.ts';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { refuse } from '../../../kernel/errors.ts';
import type { Origin } from '../../../kernel/origin.ts';
import type { Random } from '../../../kernel/random.ts';
import { isVisible } from '../../../kernel/text.ts';
import type { MailQueue } from '../../../outbox/mail-queue.ts';
import type { Principal } from '../../principals/principal.ts';
import { mailDeveloper } from '../mail-step.ts';
import { recordStep } from '../record-step.ts';
import { findApplication } from '../store.ts';
import type { Application } from '../types.ts';
import { answerOpenRequest, findAgencyRequest, requestsOfAgency } from './store.ts';
import type { AgencyRequest } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly mail: MailQueue;
}

/** What applications ask of one agency, newest first. */
export function listAgencyRequests({ database }: { database: Database }, agencyId: string): Promise<AgencyRequest[]> {
  return requestsOfAgency(database.read, agencyId);
}

/**
 * The agency's answer, once, atomically with its audit record: of two at once, one wins and the other is `conflict`. Refuses another
 * agency's request as an unknown one (`not_found`), and a no without a reason (`invalid_request`).
 */
export async function answerAgencyRequest(
  ports: Ports,
  request: {
    id: string;
    agencyId: string;
    state: 'granted' | 'declined';
    answer: string | undefined;
    principal: Principal;
    origin: Origin;
  },
): Promise<{ request: AgencyRequest; application: Application }> {
  const { database, clock } = ports;
  const { id, agencyId, state } = request;
  const answer = request.answer?.trim() ?? '';
  if (state === 'declined' && !isVisible(answer))
    throw refuse.invalidRequest({ description: 'State why it is declined' });
  return database.write(async (tx) => {
    const asked = await findAgencyRequest(tx.query, id);
    if (asked === undefined || asked.agencyId !== agencyId) {
      throw refuse.notFound({ description: 'No request with this id' });
    }
    const answered = { id, state, answer: answer === '' ? null : answer, at: clock.now() };
    if (!(await answerOpenRequest(tx.query, answered))) {
      throw refuse.conflict({ description: 'This request was answered already' });
    }
    const step = state === 'granted' ? 'agency_granted' : 'agency_declined';
    const text = answer === '' ? asked.agencyName : `${asked.agencyName}: ${answer}`;
    const detail = { agency_request_id: id };
    await recordStep(ports, tx, { ...request, applicationId: asked.applicationId, step, text, detail });
    const application = (await findApplication(tx.query, asked.applicationId)) as Application;
    await mailDeveloper(ports, tx, application, { step, agencyName: asked.agencyName }, answer);
    return { request: (await findAgencyRequest(tx.query, id)) as AgencyRequest, application };
  });
}
