import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type DomainError, refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import type { ClientDirectory } from '../clients/client-directory.ts';
import { insertGrant } from '../grants/store.ts';
import type { Limits } from '../limits/limits.ts';
import { actorOf, type Principal } from '../principals/principal.ts';
import {
  allowedScopes,
  answererOf,
  type ConsentQuestion,
  consentQuestion,
  newGrant,
} from '../requests/consent-question.ts';
import { decideDevice, findWaitingByUserCode } from './store.ts';
import type { DeviceAuthorization } from './types.ts';
import { readUserCode } from './user-code.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: Limits;
  readonly clients: ClientDirectory;
}

/** What a person is asked who typed a device's code. */
export interface DeviceQuestion extends ConsentQuestion {
  readonly asked: DeviceAuthorization;
}

interface Typed {
  readonly userCode: string;
  readonly principal: Principal;
}

function over(): DomainError {
  return refuse.notFound({
    description: 'No device waits for an answer under this code; look at its screen again, or let it show a new code',
  });
}

/**
 * The question of the device that shows this code, for an administrator signed in by hand; case and dashes do not matter.
 * Refuses with `not_found` a code that was answered, is older than ten minutes, is another agency's or never was, and with
 * `forbidden` a person who cannot answer for an agency. Wrong codes are counted for each person (`too_many_requests`).
 */
export async function readDeviceAuthorization(
  ports: Pick<Ports, 'database' | 'clock' | 'limits' | 'clients'>,
  { userCode, principal }: Typed,
): Promise<DeviceQuestion> {
  const { database, clock, limits } = ports;
  const { userId } = answererOf(principal);
  // RFC 8628 section 5.1: a short code is guarded by how often it may be guessed, rightly or wrongly.
  limits.take('signIns', `device code ${userId}`);
  const asked = await findWaitingByUserCode(database.read, readUserCode(userCode), clock.now());
  const question = asked && (await consentQuestion(ports, { clientId: asked.clientId, principal }));
  if (asked === undefined || question === undefined) throw over();
  limits.refund('signIns', `device code ${userId}`);
  return { ...question, asked };
}

/**
 * Answers the device, once: with the scopes that are allowed, or none for a no. It learns it at its next poll. The grant
 * and the audit record are one transaction. Refuses scopes that were not asked for (`invalid_request`).
 */
export async function decideDeviceAuthorization(
  ports: Ports,
  answer: Typed & { scopes: readonly string[]; origin: Origin },
): Promise<void> {
  const { database, audit, clock, random } = ports;
  const question = await readDeviceAuthorization(ports, answer);
  const { asked, client, agency } = question;
  const allowed = allowedScopes(asked.scopes, answer.scopes);
  const grantId = allowed.length > 0 ? newUuid(clock, random) : null;
  await database.write(
    async (tx) => {
      const now = clock.now();
      if (grantId !== null) {
        await insertGrant(tx.query, newGrant(question, { id: grantId, scopes: allowed, createdAt: now }));
      }
      if (!(await decideDevice(tx.query, { deviceCodeHash: asked.deviceCodeHash, grantId, now }))) throw over();
      await audit.append(tx, {
        actor: actorOf(answer.principal),
        agencyId: agency.id,
        action: grantId === null ? 'grant.denied' : 'grant.given',
        outcome: 'success',
        subject: grantId ?? client.id,
        origin: answer.origin,
        detail: { client_id: client.id, asked: asked.scopes, allowed, on: 'device' },
      });
    },
    { agencyId: agency.id },
  );
}
