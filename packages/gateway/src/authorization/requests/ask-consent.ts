import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { DomainError, type ErrorCode, refuse } from '../../kernel/errors.ts';
import type { Random } from '../../kernel/random.ts';
import type { SecurityPolicies } from '../../people/policies/security-policies.ts';
import type { ClientDirectory } from '../clients/client-directory.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { StrangerRecords } from '../refusals/stranger-records.ts';
import { startPushedAuthorization, URI_PREFIX } from './push-authorization.ts';
import { type AnswerForm, redirectBack } from './redirect-back.ts';
import { answerAtOnce, type Browser } from './sign-in-to-application.ts';
import {
  type AuthorizationParameters,
  findRedirectTarget,
  type RedirectTarget,
  recordRefusedAuthorization,
  startAuthorization,
  type WaitingRequest,
} from './start-authorization.ts';

export interface ConsentPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly strangers: StrangerRecords;
  readonly clients: ClientDirectory;
  readonly policies: SecurityPolicies;
  readonly keys: KeyRing;
}

/** An authorization request that came through the browser. */
export interface ConsentRequest extends Browser {
  readonly clientId: string | undefined;
  readonly redirectUri: string | undefined;
  /** What the client pushed before; nothing else of the request counts then (RFC 9126 section 4, RFC 9101 section 5). */
  readonly requestUri?: string | undefined;
  /** A request object (RFC 9101), which is not read. */
  readonly requestObject?: string | undefined;
  readonly parameters: AuthorizationParameters;
  readonly answerForm: AnswerForm;
  /** By which `error` the application learns of a refusal. */
  readonly errorNames: Readonly<Record<ErrorCode, string>>;
}

async function goOn(ports: ConsentPorts, { request, consentUrl }: WaitingRequest, browser: Browser): Promise<string> {
  return ((await answerAtOnce(ports, request, browser)) ?? consentUrl).reveal();
}

/** OpenID Connect Core 1.0 section 3.1.2.6, where the parameters are in an object that is not read; null where they are not. */
function unreadObject({ requestUri, requestObject }: ConsentRequest): string | null {
  if (requestUri !== undefined) return 'request_uri_not_supported';
  return requestObject === undefined ? null : 'request_not_supported';
}

/** Records what was refused and returns where the application learns of it. */
async function refuseBack(
  ports: ConsentPorts,
  { parameters, origin }: ConsentRequest,
  target: RedirectTarget,
  refused: { name: string; error: DomainError },
): Promise<string> {
  const { name, error } = refused;
  await recordRefusedAuthorization(ports, { client: target.client, error, origin });
  const to = { ...target, state: parameters.state ?? null, issuer: ports.publicUrl };
  return redirectBack(to, { error: name, error_description: error.message });
}

/**
 * Where the browser goes: to the consent page, or back to the application with what is wrong with its request (RFC 6749 section
 * 4.1.2.1), which is recorded; or with
 * a code where a person signs in and nothing has to be asked. Refuses, for the person to see, what is wrong with the client, its redirect URI or a pushed request.
 */
export async function askConsent(ports: ConsentPorts, asked: ConsentRequest): Promise<string> {
  const { clientId, requestUri, parameters } = asked;
  if (requestUri?.startsWith(URI_PREFIX)) {
    return goOn(ports, await startPushedAuthorization(ports, { clientId, requestUri }), asked);
  }
  const target = await findRedirectTarget(ports, asked, asked.answerForm);
  const name = unreadObject(asked);
  if (name !== null) {
    const description = 'Request objects are not read; send the parameters themselves, or push them to /oauth/par';
    return refuseBack(ports, asked, target, { name, error: refuse.invalidRequest({ description }) });
  }
  try {
    return await goOn(ports, await startAuthorization(ports, target, parameters), asked);
  } catch (err) {
    // A person loads the page again; the application could do no more about it.
    if (!(err instanceof DomainError) || err.status >= 500) throw err;
    return refuseBack(ports, asked, target, { name: asked.errorNames[err.code], error: err });
  }
}
