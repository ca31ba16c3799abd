import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { hashSecret, newSecret, Secret } from '../../kernel/secrets.ts';
import type { SecurityPolicies } from '../../people/policies/security-policies.ts';
import {
  findSignedIn,
  NOTHING_SHOWN,
  type SessionCredentials,
  type SignedIn,
} from '../../people/sessions/find-signed-in.ts';
import type { ClientDirectory } from '../clients/client-directory.ts';
import { actorOf, type Principal } from '../principals/principal.ts';
import { allowedScopes, answererOf, type ConsentQuestion, consentQuestion, newGrant } from './consent-question.ts';
import { giveCode } from './give-code.ts';
import { isRecentEnough, isWhoIsAsked } from './openid-parameters.ts';
import { redirectBack } from './redirect-back.ts';
import { type AuthorizationRequest, decideRequest, findWaitingRequest } from './store.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly clients: ClientDirectory;
  readonly policies: SecurityPolicies;
}

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

/** The session that the ID token will state; null where none is asked for. */
async function sessionFor(
  ports: Pick<Ports, 'database' | 'clock' | 'policies'>,
  { openid, createdAt: askedAt }: AuthorizationRequest,
  shown: SessionCredentials,
): Promise<SignedIn | null> {
  if (openid === null) return null;
  const session = await findSignedIn(ports, shown);
  if (session === null || !isRecentEnough(openid, { askedAt, authenticatedAt: session.authenticatedAt })) {
    throw refuse.forbidden({ description: 'The application asks you to sign in again before you answer' });
  }
  // OpenID Connect Core 1.0 section 3.1.2.1: it is answered for whom its ID token is of, or for nobody.
  if (!isWhoIsAsked(openid, session.user.id)) {
    throw refuse.forbidden({ description: 'The application expects another person; sign in as that one to answer' });
  }
  return session;
}

/**
 * Answers the question, once: with the scopes that are allowed, or none for a no. The answer is where the browser goes next.
 * The grant, its code and the audit record are one transaction. Refuses scopes that were not asked for (`invalid_request`), and, where
 * the application asks for it, whom did not sign in lately or is another one than it expects (`forbidden`).
 */
export async function decideAuthorization(
  ports: Ports,
  answer: Asked & { scopes: readonly string[]; shown?: SessionCredentials; origin: Origin },
): Promise<Secret> {
  const { database, audit, clock, random, publicUrl } = ports;
  const question = await readAuthorization(ports, answer);
  const { request, client, agency } = question;
  const allowed = allowedScopes(request.scopes, answer.scopes);
  const isAllowed = allowed.length > 0;
  const session = await sessionFor(ports, request, answer.shown ?? NOTHING_SHOWN);
  const code = newSecret(random);
  const grantId = newUuid(clock, random);
  await database.write(
    async (tx) => {
      const now = clock.now();
      if (!(await decideRequest(tx.query, request.idHash, now))) throw over();
      if (isAllowed) {
        const grant = newGrant(question, { id: grantId, scopes: allowed, createdAt: now });
        await giveCode(ports, tx, { request, grant, code, session, allowedBy: null });
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
