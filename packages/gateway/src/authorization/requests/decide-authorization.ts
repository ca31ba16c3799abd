import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { hashSecret, newSecret, Secret } from '../../kernel/secrets.ts';
import type { ClientDirectory } from '../clients/client-directory.ts';
import { insertCode, insertGrant } from '../grants/store.ts';
import { actorOf, type Principal } from '../principals/principal.ts';
import { allowedScopes, answererOf, type ConsentQuestion, consentQuestion, newGrant } from './consent-question.ts';
import { redirectBack } from './redirect-back.ts';
import { type AuthorizationRequest, decideRequest, findWaitingRequest } from './store.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly clients: ClientDirectory;
}

/** RFC 6749 section 4.1.2 asks for at most ten minutes; a minute is enough for a program. */
const CODE_TTL_MS = 60_000;

/** What a person is asked who came by the browser: with the request that names the scopes. */
export interface AuthorizationQuestion extends ConsentQuestion {
  readonly request: AuthorizationRequest;
}

interface Asked {
  readonly id: string;
  readonly principal: Principal;
}

const over = () =>
  refuse.notFound({
    description: 'No request of an application waits for your answer here; start again from the application',
  });

/**
 * The question that waits under this id, for an administrator signed in by hand. Refuses with `not_found` one that was
 * answered, is older than ten minutes, is another agency's or never was, and with `forbidden` a person who cannot answer for the agency.
 */
export async function readAuthorization(
  ports: Pick<Ports, 'database' | 'clock' | 'clients'>,
  { id, principal }: Asked,
): Promise<AuthorizationQuestion> {
  const { database, clock } = ports;
  answererOf(principal);
  const request = await findWaitingRequest(database.read, hashSecret(id), clock.now());
  const question = request && (await consentQuestion(ports, { clientId: request.clientId, principal }));
  if (request === undefined || question === undefined) throw over();
  return { ...question, request };
}

/**
 * Answers the question, once: with the scopes that are allowed, or none for a no. The answer is where the browser goes next.
 * The grant, its code and the audit record are one transaction. Refuses scopes that were not asked for (`invalid_request`).
 */
export async function decideAuthorization(
  ports: Ports,
  answer: Asked & { scopes: readonly string[]; origin: Origin },
): Promise<Secret> {
  const { database, audit, clock, random, publicUrl } = ports;
  const question = await readAuthorization(ports, answer);
  const { request, client, agency } = question;
  const allowed = allowedScopes(request.scopes, answer.scopes);
  const isAllowed = allowed.length > 0;
  const code = newSecret(random);
  const grantId = newUuid(clock, random);
  await database.write(
    async (tx) => {
      const now = clock.now();
      if (!(await decideRequest(tx.query, request.idHash, now))) throw over();
      if (isAllowed) {
        await insertGrant(tx.query, newGrant(question, { id: grantId, scopes: allowed, createdAt: now }));
        await insertCode(tx.query, {
          codeHash: hashSecret(code.reveal()),
          grantId,
          redirectUri: request.redirectUri,
          isRedirectNamed: request.isRedirectNamed,
          codeChallenge: request.codeChallenge,
          keyThumbprint: request.keyThumbprint,
          expiresAt: now + CODE_TTL_MS,
        });
      }
      await audit.append(tx, {
        actor: actorOf(answer.principal),
        agencyId: agency.id,
        action: isAllowed ? 'grant.given' : 'grant.denied',
        outcome: 'success',
        subject: isAllowed ? grantId : client.id,
        origin: answer.origin,
        detail: { client_id: client.id, asked: request.scopes, allowed },
      });
    },
    { agencyId: agency.id },
  );
  const { redirectUri, state, answerForm } = request;
  const to = { redirectUri, state, answerForm, issuer: publicUrl };
  const denied = { error: 'access_denied', error_description: 'The agency did not allow it' };
  return new Secret(redirectBack(to, isAllowed ? { code: code.reveal() } : denied));
}
