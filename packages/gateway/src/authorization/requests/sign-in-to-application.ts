import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { hashSecret, newSecret, Secret } from '../../kernel/secrets.ts';
import type { SecurityPolicies } from '../../people/policies/security-policies.ts';
import { mayCarry } from '../../people/rights/rights.ts';
import { findSignedIn, type SessionCredentials, type SignedIn } from '../../people/sessions/find-signed-in.ts';
import type { ClientDirectory } from '../clients/client-directory.ts';
import { type Client, isEnabled } from '../clients/types.ts';
import { agencyConsent } from '../grants/grant-giver.ts';
import { lockMaker } from '../grants/lock-maker.ts';
import type { Grant } from '../grants/types.ts';
import type { Principal } from '../principals/principal.ts';
import { isSignInAlone } from '../sign-ins/types.ts';
import { giveCode } from './give-code.ts';
import { isRecentEnough, isWhoIsAsked, type OpenIdQuestion } from './openid-parameters.ts';
import { redirectBack } from './redirect-back.ts';
import { type AuthorizationRequest, decideRequest, findWaitingRequest } from './store.ts';

export interface SignInPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly clients: ClientDirectory;
  readonly policies: SecurityPolicies;
}

/** What a browser shows of who uses it. */
export interface Browser {
  /** Of a portal session; missing where nobody signed in. */
  readonly shown: SessionCredentials;
  readonly origin: Origin;
}

/** What is left to do: sign in anew, sign in as another person, confirm which application it is, or ask the agency. */
export type SignInStep = 'sign_in' | 'sign_in_as_other' | 'confirm' | 'consent';
export type SignInOutcome =
  | { readonly next: 'redirect'; readonly redirectTo: Secret }
  | { readonly next: SignInStep; readonly redirectTo: null };

interface Allowed {
  readonly session: SignedIn;
  readonly consent: Grant;
}

/** OpenID Connect Core 1.0 section 3.1.2.6. */
const ERROR_OF_STEP: Readonly<Record<SignInStep, string>> = {
  sign_in: 'login_required',
  sign_in_as_other: 'login_required',
  confirm: 'interaction_required',
  consent: 'consent_required',
};

function asksToConfirm({ prompts, loginHint }: OpenIdQuestion, email: string): boolean {
  const isOther = loginHint?.includes('@') === true && loginHint.toLowerCase() !== email.toLowerCase();
  return isOther || prompts.includes('consent') || prompts.includes('select_account');
}

/** By what the person may be signed in at once, or what is missing. */
async function findAllowed(
  ports: SignInPorts,
  request: AuthorizationRequest,
  { session, isConfirmed }: { session: SignedIn | null; isConfirmed: boolean },
): Promise<Allowed | SignInStep> {
  const { openid, scopes, clientId, createdAt: askedAt } = request;
  if (openid === null) return 'consent';
  if (session === null || !isRecentEnough(openid, { askedAt, authenticatedAt: session.authenticatedAt })) {
    return 'sign_in';
  }
  // Section 3.1.2.1: it is answered for whom its ID token is of, or for nobody.
  if (!isWhoIsAsked(openid, session.user.id)) return 'sign_in_as_other';
  const { agencyId, email } = session.user;
  const client = await ports.clients.find(clientId);
  if (!isSignInAlone(scopes) || agencyId === null || !mayServe(client, agencyId)) return 'consent';
  const consent = await agencyConsent(ports, { agencyId, clientId, scopes });
  if (consent === undefined) return 'consent';
  if (scopes.includes('deeplinks') && !mayCarry(session.user, 'deeplinks')) return 'consent';
  return asksToConfirm(openid, email) && !isConfirmed ? 'confirm' : { session, consent };
}

function mayServe(client: Client | undefined, agencyId: string): boolean {
  return client !== undefined && isEnabled(client) && (client.agencyId === null || client.agencyId === agencyId);
}

const over = () =>
  refuse.notFound({
    description: 'No request of an application waits for your answer here; start again from the application',
  });

/** Signs the person in: a grant of who they are alone, until their session or the agency's consent ends. One transaction. */
async function give(
  ports: SignInPorts,
  request: AuthorizationRequest,
  { session, consent }: Allowed,
  origin: Origin,
): Promise<Secret> {
  const { database, audit, clock, random, publicUrl } = ports;
  const code = newSecret(random);
  const { user } = session;
  const grant: Grant = {
    id: newUuid(clock, random),
    agencyId: consent.agencyId,
    clientId: request.clientId,
    userId: user.id,
    scopes: request.scopes,
    createdAt: clock.now(),
    expiresAt: Math.min(session.expiresAt, consent.expiresAt),
    activatedAt: null,
    lastUsedAt: null,
    revokedAt: null,
  };
  await database.write(
    async (tx) => {
      await lockMaker(ports, tx, { user, grantId: consent.id });
      if (!(await decideRequest(tx.query, request.idHash, clock.now()))) throw over();
      await giveCode(ports, tx, { request, grant, code, session, allowedBy: consent.id });
      await audit.append(tx, {
        actor: { kind: 'user', id: user.id },
        agencyId: consent.agencyId,
        action: 'application.signed_in',
        outcome: 'success',
        subject: grant.id,
        origin,
        detail: { client_id: request.clientId, scope: request.scopes.join(' '), allowed_by: consent.id },
      });
    },
    { agencyId: consent.agencyId },
  );
  return new Secret(redirectBack({ ...request, issuer: publicUrl }, { code: code.reveal() }));
}

/**
 * Answers a request that waits where no page is needed: with a code for whoever is signed in and whose agency allowed the
 * application to know it (OpenID Connect Core 1.0 section 3.1.2.3), or, for `prompt=none`, with what is missing (section 3.1.2.6). Null
 * where a page has to ask.
 */
export async function answerAtOnce(
  ports: SignInPorts,
  request: AuthorizationRequest,
  { shown, origin }: Browser,
): Promise<Secret | null> {
  if (request.openid === null) return null;
  const session = await findSignedIn(ports, shown);
  const allowed = await findAllowed(ports, request, { session, isConfirmed: false });
  if (typeof allowed !== 'string') return give(ports, request, allowed, origin);
  if (!request.openid.prompts.includes('none')) return null;
  await ports.database.write((tx) => decideRequest(tx.query, request.idHash, ports.clock.now()));
  const error_description = 'prompt is none, and this needs a page';
  const refused = { error: ERROR_OF_STEP[allowed], error_description };
  return new Secret(redirectBack({ ...request, issuer: ports.publicUrl }, refused));
}

/**
 * For the page at which a request waits: signs the person in, or states what is left. `isConfirmed`: the person was asked whether to go
 * on. Refuses with `not_found` a request that was answered, is older than ten minutes, is another agency's or never was.
 */
export async function signInToApplication(
  ports: SignInPorts,
  asked: Browser & { id: string; principal: Principal; isConfirmed: boolean },
): Promise<{ outcome: SignInOutcome; client: Client; loginHint: string | null }> {
  const { database, clock, clients } = ports;
  const request = await findWaitingRequest(database.read, hashSecret(asked.id), clock.now());
  const client = request && (await clients.find(request.clientId));
  const { agencyId } = asked.principal;
  if (request === undefined || client === undefined || agencyId === null || !mayServe(client, agencyId)) throw over();
  const session = await findSignedIn(ports, asked.shown);
  const allowed = await findAllowed(ports, request, { session, isConfirmed: asked.isConfirmed });
  const outcome: SignInOutcome =
    typeof allowed === 'string'
      ? { next: allowed, redirectTo: null }
      : { next: 'redirect', redirectTo: await give(ports, request, allowed, asked.origin) };
  return { outcome, client, loginHint: request.openid?.loginHint ?? null };
}
