import { findAgency } from '../../../agencies/store.ts';
import type { Audit } from '../../../audit/append-record.ts';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { refuse } from '../../../kernel/errors.ts';
import { newUuid, type Random } from '../../../kernel/random.ts';
import { type ApplicationRequest, ownApplication } from '../own-application.ts';
import { recordStep } from '../record-step.ts';
import { findAgencyRequest, insertAgencyRequest, requestsOfApplication } from './store.ts';
import type { AgencyRequest } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Asks an agency to work with an approved application, atomically with its audit record. Refuses an unknown agency (`not_found`), an
 * application that is not approved, and a second question while the first is open (`conflict`).
 */
export async function askAgency(
  ports: Ports,
  request: ApplicationRequest & { agencyId: string; purpose: string },
): Promise<AgencyRequest> {
  const { database, clock, random } = ports;
  const { agencyId } = request;
  const id = newUuid(clock, random);
  return database.write(async (tx) => {
    const application = await ownApplication(tx.query, request);
    const agency = await findAgency(tx.query, agencyId);
    if (agency === undefined) throw refuse.notFound({ description: `No agency has the id ${agencyId}` });
    if (application.state !== 'approved') {
      throw refuse.conflict({ description: 'An application asks agencies once it is approved' });
    }
    const asked = {
      id,
      applicationId: application.id,
      agencyId,
      purpose: request.purpose.trim(),
      askedAt: clock.now(),
    };
    if (!(await insertAgencyRequest(tx.query, asked))) {
      throw refuse.conflict({ description: `${agency.name} has not answered your last request yet` });
    }
    const detail = { agency_request_id: id };
    const taken = { applicationId: application.id, step: 'agency_asked', text: agency.name, agencyId, detail } as const;
    await recordStep(ports, tx, { ...request, ...taken });
    return (await findAgencyRequest(tx.query, id)) as AgencyRequest;
  });
}

/** What a developer's application asked, newest first. */
export async function listOwnRequests(
  { database }: { database: Database },
  request: Pick<ApplicationRequest, 'id' | 'principal'>,
): Promise<AgencyRequest[]> {
  const { id } = await ownApplication(database.read, request);
  return requestsOfApplication(database.read, id);
}
