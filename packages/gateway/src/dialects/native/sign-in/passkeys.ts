import * as contract from '@sallyport/contract';
import type { Audit } from '../../../audit/append-record.ts';
import type { MailQueue } from '../../../outbox/mail-queue.ts';
import type { ChallengePorts } from '../../../people/passkeys/begin-challenge.ts';
import type { SecurityPolicies } from '../../../people/policies/security-policies.ts';
import {
  askForOwnPasskey,
  beginOwnPasskey,
  confirmOwnPasskey,
  showPasskey,
} from '../../../people/sessions/complete-session.ts';
import { askForSignIn, signInByPasskey } from '../../../people/sessions/passkey-sign-in.ts';
import type { StrangerAllowance } from '../../../people/sign-in/sign-in-limits.ts';
import type { Route } from '../../routing/route.ts';
import { sessionCookie } from './cookies.ts';
import { encodePortalSession } from './encode-session.ts';
import { type OwnFactorPorts, own, ownSession, PRIVATE } from './factors.ts';

type OwnPasskeyPorts = OwnFactorPorts & ChallengePorts;

const CREDENTIAL_LIMIT_BYTES = 32_768;

const ofFactors = { ...own, method: 'POST', bodyLimitBytes: CREDENTIAL_LIMIT_BYTES } as const;
const ofSession = { ...ofFactors, access: { kind: 'person', right: 'session:own' }, whileLocked: true } as const;
const ofAnybody = { ...ofFactors, access: { kind: 'public' }, limit: 'failures' } as const;

/** `POST /api/account/factors/passkey`. */
export const begin: Route<OwnPasskeyPorts> = {
  ...ofFactors,
  needsRecentFactor: true,
  path: '/api/account/factors/passkey',
  summary: 'Begin to add a passkey or security key',
  body: 'json',
  schema: { body: contract.NameFactorRequest, responses: { 200: contract.PasskeyOptions } },
  async handle(ports, request) {
    const { name } = request.body as contract.NameFactorRequest;
    const options = await beginOwnPasskey(ports, { ...(await ownSession(ports, request)), name });
    return { status: 200, headers: PRIVATE, body: { public_key: options } };
  },
};

/** `POST /api/account/factors/passkey/confirm`: the passkey counts from now on. */
export const confirm: Route<OwnPasskeyPorts> = {
  ...ofFactors,
  path: '/api/account/factors/passkey/confirm',
  summary: 'Add the passkey that the browser made',
  body: 'json',
  schema: { body: contract.ConfirmPasskeyRequest, responses: { 200: contract.ConfirmedFactor } },
  async handle(ports, request) {
    const { credential } = request.body as contract.ConfirmPasskeyRequest;
    const { user, token } = await ownSession(ports, request);
    const answer = { ...credential, clientExtensionResults: {} } as Parameters<typeof confirmOwnPasskey>[1]['answer'];
    const codes = await confirmOwnPasskey(ports, { user, token, answer, origin: request.origin });
    return { status: 200, headers: PRIVATE, body: { recovery_codes: codes === null ? null : [...codes] } };
  },
};

/** `POST /api/session/factor/passkey/begin`. */
export const ask: Route<OwnPasskeyPorts> = {
  ...ofSession,
  path: '/api/session/factor/passkey/begin',
  summary: 'Ask for one of your passkeys, to go on with a sign-in or a locked session',
  body: 'none',
  schema: { responses: { 200: contract.PasskeyOptions } },
  async handle(ports, request) {
    const options = await askForOwnPasskey(ports, await ownSession(ports, request));
    return { status: 200, headers: PRIVATE, body: { public_key: options } };
  },
};

/** `POST /api/session/factor/passkey`: goes on with a sign-in. */
export const show: Route<OwnPasskeyPorts> = {
  ...ofSession,
  path: '/api/session/factor/passkey',
  summary: 'Show one of your passkeys, to go on with a sign-in or a locked session',
  body: 'json',
  schema: { body: contract.ShowPasskeyRequest, responses: { 200: contract.Session } },
  async handle(ports, request) {
    const session = await ownSession(ports, request);
    await showPasskey(ports, { ...session, answer: answerOf(request.body), origin: request.origin });
    return { status: 200, headers: PRIVATE, body: await encodePortalSession(ports, await ownSession(ports, request)) };
  },
};

/** `POST /api/session/passkey/begin`: nobody is signed in yet, and nothing of anybody is in the answer. */
export const askToSignIn: Route<ChallengePorts> = {
  ...ofAnybody,
  limit: 'reads',
  path: '/api/session/passkey/begin',
  summary: 'Ask for a passkey, to sign in by it alone',
  body: 'none',
  schema: { responses: { 200: contract.PasskeyOptions } },
  async handle(ports) {
    return { status: 200, headers: PRIVATE, body: { public_key: await askForSignIn(ports) } };
  },
};

/** `POST /api/session/passkey`: a passkey alone opens a session. */
export const signIn: Route<
  ChallengePorts & { audit: Audit; policies: SecurityPolicies; strangers: StrangerAllowance; mail: MailQueue }
> = {
  ...ofAnybody,
  path: '/api/session/passkey',
  summary: 'Sign in to the portal by a passkey alone',
  body: 'json',
  schema: { body: contract.ShowPasskeyRequest, responses: { 200: contract.Session } },
  async handle(ports, { body, origin }) {
    const session = await signInByPasskey(ports, { answer: answerOf(body), origin });
    const maxAgeSeconds = Math.floor((session.expiresAt - ports.clock.now()) / 1000);
    return {
      status: 200,
      headers: PRIVATE,
      cookies: [sessionCookie(session.token.reveal(), maxAgeSeconds)],
      body: await encodePortalSession(ports, session),
    };
  },
};

function answerOf(body: unknown): Parameters<typeof signInByPasskey>[1]['answer'] {
  return { ...(body as contract.ShowPasskeyRequest).credential, clientExtensionResults: {} };
}
