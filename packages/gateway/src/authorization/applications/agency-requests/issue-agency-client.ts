import { plainCallflow } from '../../../agencies/callflows/types.ts';
import { findAgency } from '../../../agencies/store.ts';
import { refuse } from '../../../kernel/errors.ts';
import type { Origin } from '../../../kernel/origin.ts';
import { newSecret, type Secret } from '../../../kernel/secrets.ts';
import { readTimeZone } from '../../../kernel/time-zone.ts';
import { addRegistration } from '../../clients/register-client.ts';
import { signInUseOf } from '../../clients/sign-in-use.ts';
import { findClient } from '../../clients/store.ts';
import { type Client, type IntegrationKind, type LegacyMarks, STRICT } from '../../clients/types.ts';
import { actorOf, type Principal } from '../../principals/principal.ts';
import type { ApplicationPorts } from '../application-ports.ts';
import { clientIdFrom, clientIdsFrom } from '../client-ids.ts';
import { mailDeveloper } from '../mail-step.ts';
import { recordStep } from '../record-step.ts';
import { findApplication } from '../store.ts';
import { answerOpenRequest, requestsOfApplication } from './store.ts';

/** What an administrator chooses for one application at their agency (seeds: RapidSOS and Prepared issue credentials per center). */
export interface AgencyClientChoice {
  readonly integrationKind: IntegrationKind;
  readonly scopes: readonly string[];
  readonly grantTypes: readonly string[];
  readonly accessTokenTtlSeconds: number;
  readonly legacy: Partial<LegacyMarks>;
  /** The IANA zone its clocks are set to, where it sends times without an offset. */
  readonly timeZone?: string | null;
  /** The name by which alerts find this agency; for a client that sends them. */
  readonly callflow: string | undefined;
}

/**
 * Issues credentials of an approved application for one agency, in one transaction with its audit record; an open request of the
 * application to that agency is granted by it. This answer is the secret's only readable copy. Refuses an application that is not
 * approved as an unknown one (`not_found`), and choices that do not fit together (`invalid_request`).
 */
export async function issueAgencyClient(
  ports: ApplicationPorts,
  request: {
    applicationId: string;
    agencyId: string;
    choice: AgencyClientChoice;
    principal: Principal;
    origin: Origin;
  },
): Promise<{ client: Client; secretId: string; clientSecret: Secret }> {
  const { database, clock, random } = ports;
  const { applicationId, agencyId, choice, principal, origin } = request;
  const { callflow, legacy, timeZone: zone, ...chosen } = choice;
  const timeZone = zone === undefined || zone === null ? null : readTimeZone(zone, 'time_zone');
  if (chosen.scopes.includes('alerts:trigger') !== (callflow !== undefined)) {
    throw refuse.invalidRequest({ description: 'A client that sends alerts has a callflow, and only such a client' });
  }
  return database.write(async (tx) => {
    const application = await findApplication(tx.query, applicationId);
    if (application?.state !== 'approved') {
      throw refuse.notFound({ description: 'No approved application with this id' });
    }
    const agency = await findAgency(tx.query, agencyId);
    const usesCode = chosen.grantTypes.includes('authorization_code');
    const registration = {
      ...chosen,
      applicationId,
      applicationName: application.name,
      agencyId,
      name: application.name,
      settings: { legacy: { ...STRICT, ...legacy }, deeplinkView: 'full', embeddingOrigins: [], timeZone },
      callflows: callflow === undefined ? [] : [plainCallflow(callflow, agencyId)],
      redirectUris: usesCode ? application.redirectUris : [],
      ...(usesCode && signInUseOf(application)),
      ownerName: application.company,
    } as const;
    const secret = newSecret(random);
    for (const id of clientIdsFrom(`${clientIdFrom(application.name)}-${agencyId}`)) {
      const given = { registration: { ...registration, id }, actor: actorOf(principal), origin, secret };
      if (!(await addRegistration(ports, tx, given))) continue;
      for (const open of await requestsOfApplication(tx.query, applicationId)) {
        if (open.agencyId !== agencyId || open.state !== 'asked') continue;
        await answerOpenRequest(tx.query, { id: open.id, state: 'granted', answer: null, at: clock.now() });
      }
      await recordStep(ports, tx, {
        principal,
        origin,
        applicationId,
        agencyId,
        step: 'client_issued',
        text: `${id} at ${agency?.name ?? agencyId}`,
        detail: { client_id: id, legacy },
      });
      const client = (await findClient(tx.query, id)) as Client;
      await mailDeveloper(ports, tx, application, { step: 'client_issued', clientId: id });
      return { client, secretId: client.secrets[0]?.id ?? '', clientSecret: secret };
    }
    throw refuse.conflict({ description: 'Every client id derived from this application is taken here' });
  });
}
