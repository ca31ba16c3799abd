import { SYSTEM } from '../../audit/actors.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { ClientDirectory } from '../../authorization/clients/client-directory.ts';
import { type EndSubscriptions, endGrantWithRecord } from '../../authorization/grants/revoke-grant.ts';
import { findGrant } from '../../authorization/grants/store.ts';
import { isInForce } from '../../authorization/grants/types.ts';
import type { KeyRing } from '../../authorization/keys/key-ring.ts';
import { type EndedSignIn, markSignInEnded, signInsWithoutSession } from '../../authorization/sign-ins/store.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import type { Liveness } from '../../database/processes/liveness.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Loops, RepeatedLoop } from '../../kernel/loops.ts';
import type { Random } from '../../kernel/random.ts';
import { logRetried } from '../../kernel/retried-failures.ts';
import { backoffMs } from '../../outbox/backoff.ts';
import { Deadline } from '../webhooks/sending/deadline.ts';
import type { HttpPost } from '../webhooks/sending/http-post.ts';
import { signLogoutToken } from './sign-logout-token.ts';
import { beginLogout, dueLogouts, finishAttempt, insertLogout, type WaitingLogout } from './store.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly loops: Loops;
  readonly liveness: Liveness;
  readonly clients: ClientDirectory;
  readonly changes: ChangeFeed;
  readonly endSubscriptions: EndSubscriptions;
  readonly keys: KeyRing;
  readonly httpPost: HttpPost;
  readonly publicUrl: string;
}

const LOOK_MS = 1_000;
const ENDED_AT_ONCE = 100;
const SENT_AT_ONCE = 16;
/** A slow application leaves room for the others. */
const SENT_TO_ONE = 2;
const MOST_ATTEMPTS = 12;
const SEND_WITHIN_MS = 10_000;

/**
 * Ends sign-ins to applications with their portal session, and sends logout tokens (OpenID Connect Back-Channel Logout 1.0 section 2.5).
 * It looks every second for sign-ins whose session is gone, whatever ended it and in whichever process, so that none is missed. Any number of processes run one; each
 * token is in the hands of the one that leased it, and is sent at least once. An attempt has 10 s; a failed one is repeated later and
 * later, twelve times in some ten hours, and then given up. Both ends are in the audit record.
 */
export class LogoutWorker {
  readonly #ports: Ports;
  readonly #sending = new Map<string, { readonly clientId: string; readonly done: Promise<void> }>();
  readonly #stopped = new AbortController();
  #loop: RepeatedLoop | undefined;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  start(): void {
    const failure = `ended sign-ins could not be read; trying again in ${LOOK_MS} ms`;
    const options = { everyMs: LOOK_MS, isEssential: false, failure };
    this.#loop = this.#ports.loops.repeat('application_logouts', options, async () => {
      await this.#findEnded();
      await this.#begin();
    });
  }

  /** Begins nothing further and breaks off what is being sent: whoever takes its lease sends it again. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#loop?.stop();
    await Promise.all([...this.#sending.values()].map(({ done }) => done));
  }

  async #findEnded(): Promise<void> {
    const { database, clock } = this.#ports;
    for (;;) {
      const ended = await signInsWithoutSession(database.read, { now: clock.now(), limit: ENDED_AT_ONCE });
      for (const signIn of ended) await this.#end(signIn);
      if (ended.length < ENDED_AT_ONCE || this.#stopped.signal.aborted) return;
    }
  }

  async #end({ isKnown, isConsent, ...signIn }: EndedSignIn): Promise<void> {
    const { database, clock, clients } = this.#ports;
    const client = await clients.find(signIn.clientId);
    const isNotified = isKnown && client !== undefined && client.backchannelLogoutUri !== null;
    await database.write(async (tx) => {
      if (!(await markSignInEnded(tx.query, signIn.grantId, clock.now()))) return;
      const grant = isConsent ? undefined : await findGrant(tx.query, signIn.grantId);
      if (grant !== undefined && isInForce(grant, clock.now())) {
        await endGrantWithRecord(this.#ports, tx, { grant, reason: 'session_ended', actor: SYSTEM });
      }
      if (isNotified) await insertLogout(tx.query, signIn, clock.now());
    });
  }

  async #begin(): Promise<void> {
    const { database, clock, liveness, log } = this.#ports;
    const to = (clientId: string) => [...this.#sending.values()].filter((sent) => sent.clientId === clientId).length;
    const without = [...this.#sending.values()].map(({ clientId }) => clientId).filter((id) => to(id) >= SENT_TO_ONE);
    const asked = { owner: liveness.id, now: clock.now(), limit: SENT_AT_ONCE, without };
    for (const { grantId, clientId } of await dueLogouts(database.read, asked)) {
      if (this.#sending.size >= SENT_AT_ONCE) return;
      if (this.#sending.has(grantId) || to(clientId) >= SENT_TO_ONE) continue;
      const done = this.#attempt(grantId)
        .catch((err) => logRetried(log, { err, sid: grantId }, 'a logout token could not be taken; trying again'))
        .finally(() => {
          this.#sending.delete(grantId);
          this.#loop?.run();
        });
      this.#sending.set(grantId, { clientId, done });
    }
  }

  async #attempt(grantId: string): Promise<void> {
    const { database, audit, clock, random, log, liveness } = this.#ports;
    const letGo = await liveness.hold();
    try {
      if (!liveness.isSure) return;
      const lease = { grantId, owner: liveness.id };
      const logout = await database.write((tx) => beginLogout(tx.query, { ...lease, now: clock.now() }));
      if (logout === undefined) return;
      const fault = await this.#send(logout);
      if (this.#stopped.signal.aborted && fault !== null) return;
      const { clientId, userId, agencyId, attempts } = logout;
      const now = clock.now();
      if (fault !== null) log.warn({ client: clientId, sid: grantId, attempts, fault }, 'a logout token was not taken');
      const isOver = fault === null || attempts >= MOST_ATTEMPTS;
      await database.write(async (tx) => {
        const outcome = isOver
          ? ({ state: fault === null ? 'sent' : 'given_up', fault, finishedAt: now } as const)
          : ({ state: 'waiting', fault, nextAttemptAt: now + backoffMs(attempts, random) } as const);
        if (!(await finishAttempt(tx.query, lease, outcome)) || outcome.state === 'waiting') return;
        await audit.append(tx, {
          actor: SYSTEM,
          agencyId,
          action: `application.logout_${outcome.state}`,
          outcome: fault === null ? 'success' : 'refused',
          subject: grantId,
          detail: { client_id: clientId, user_id: userId, attempts, ...(fault !== null && { fault }) },
        });
      });
    } finally {
      await letGo();
    }
  }

  /** Null where the application took it, otherwise why not. */
  async #send({ grantId, clientId, userId }: WaitingLogout): Promise<string | null> {
    const { clients, httpPost } = this.#ports;
    const url = (await clients.find(clientId))?.backchannelLogoutUri ?? null;
    if (url === null) return 'the application has no backchannel_logout_uri any more';
    const token = signLogoutToken(this.#ports, { userId, clientId, sid: grantId });
    const request = {
      url,
      owner: clientId,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: Buffer.from(new URLSearchParams({ logout_token: token }).toString()),
    };
    const deadline = new Deadline(SEND_WITHIN_MS, this.#stopped.signal);
    try {
      const { status } = await httpPost.post(request, deadline);
      // Section 2.8: 200 is success, and some frameworks make it 204.
      return status >= 200 && status < 300 ? null : `it answered ${status}`;
    } catch (err) {
      return (err as Error).message;
    } finally {
      deadline.letGo();
    }
  }
}
