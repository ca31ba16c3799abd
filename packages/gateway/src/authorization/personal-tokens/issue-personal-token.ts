import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { newSecret } from '../../kernel/secrets.ts';
import type { ClientDirectory } from '../clients/client-directory.ts';
import { giveTokens } from '../grants/give-tokens.ts';
import { lockMaker } from '../grants/lock-maker.ts';
import { signForGrant } from '../grants/sign-for-grant.ts';
import { insertGrant } from '../grants/store.ts';
import type { Grant } from '../grants/types.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { actorOf, type Principal } from '../principals/principal.ts';
import { answererOf, type ConsentQuestion, consentQuestion, newGrant } from '../requests/consent-question.ts';
import { chooseScopes } from '../tokens/choose-scopes.ts';
import type { IssuedToken } from '../tokens/types.ts';
import { personalClient } from './personal-client.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly clients: ClientDirectory;
  readonly keys: KeyRing;
}

/**
 * What the administrator may issue a token for, and until when. Refuses with `forbidden` whoever does not administer an
 * agency.
 */
export async function offerPersonalToken(
  ports: Pick<Ports, 'database' | 'clock' | 'clients'>,
  principal: Principal,
): Promise<ConsentQuestion> {
  answererOf(principal);
  const client = await personalClient(ports);
  const question = await consentQuestion(ports, { clientId: client.id, principal });
  if (question === undefined) throw refuse.notFound({ description: 'No agency with this id' });
  return question;
}

/**
 * An access and a refresh token for a program of the administrator's own, without an application: a grant like any other,
 * with its two audit records, in one transaction. Refuses with `forbidden` whoever does not administer an agency, and with
 * `invalid_scope` what such tokens cannot have.
 */
export async function issuePersonalToken(
  ports: Ports,
  request: { principal: Principal; scopes: readonly string[]; origin: Origin },
): Promise<{ grant: Grant; token: IssuedToken & { refreshToken: string } }> {
  const { database, audit, clock, random } = ports;
  const { principal, origin } = request;
  const question = await offerPersonalToken(ports, principal);
  const { client } = question;
  const scopes = chooseScopes(client, request.scopes.join(' '));
  const grant = newGrant(question, { id: newUuid(clock, random), scopes, createdAt: clock.now() });
  const { token, jti } = await signForGrant(ports, { client, grant });
  const answer = { ...token, refreshToken: newSecret(random).reveal() };
  await database.write(async (tx) => {
    await lockMaker(ports, tx, { user: principal.user });
    await insertGrant(tx.query, grant);
    await giveTokens(ports, tx, { client, grant, grantType: 'personal', answer, jti, origin });
    await audit.append(tx, {
      actor: actorOf(principal),
      agencyId: grant.agencyId,
      action: 'grant.given',
      outcome: 'success',
      subject: grant.id,
      origin,
      detail: { client_id: client.id, asked: scopes, allowed: scopes },
    });
  }, grant);
  return { grant, token: answer };
}
