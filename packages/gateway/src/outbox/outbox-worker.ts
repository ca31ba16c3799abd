import type { Database } from '../database/database.ts';
import type { Liveness } from '../database/processes/liveness.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { Loops, RepeatedLoop } from '../kernel/loops.ts';
import type { Random } from '../kernel/random.ts';
import { logRetried } from '../kernel/retried-failures.ts';
import { type Seal, textPurpose } from '../kernel/seal.ts';
import { backoffMs } from './backoff.ts';
import { type Attempt, beginAttempt, dueEntries, finishFailed, finishSent } from './store.ts';
import type { SendMail } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly loops: Loops;
  readonly liveness: Liveness;
  readonly seal: Seal;
}

const LOOK_MS = 1_000;
const AT_ONCE = 4;
const MOST_ATTEMPTS = 12;
/** Whatever a mail server does: the next mail's turn comes. */
const SEND_WITHIN_MS = 30_000;
const LONGEST_FAULT = 200;
const STOP_GRACE_MS = 1_000;

/**
 * Sends what waits in the outbox. Any number of processes run one; each mail is in the hands of the one that leased it, which
 * lasts as long as that process lives. A mail is sent at least once: a process that ends between the mail server's answer and
 * the commit sends it again, under the same message id. Each attempt has 30 s, a failed one is repeated later and later,
 * twelve times in some ten hours, and then given up for an operator to see.
 */
export class OutboxWorker {
  readonly #ports: Ports;
  readonly #send: SendMail;
  readonly #sending = new Map<string, Promise<void>>();
  #loop: RepeatedLoop | undefined;

  constructor(ports: Ports, send: SendMail) {
    this.#ports = ports;
    this.#send = send;
  }

  start(): void {
    const failure = `the outbox could not be read; trying again in ${LOOK_MS} ms`;
    const options = { everyMs: LOOK_MS, isEssential: false, failure };
    this.#loop = this.#ports.loops.repeat('outbox', options, () => this.#begin());
  }

  /** Begins nothing further and gives what is being sent a second; the rest is sent again by whoever takes its lease. */
  async stop(): Promise<void> {
    await this.#loop?.stop();
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise((resolve) => {
      timer = setTimeout(resolve, STOP_GRACE_MS);
    });
    await Promise.race([Promise.all(this.#sending.values()), grace]);
    clearTimeout(timer);
  }

  /** Looks for what is due now. */
  look(): void {
    this.#loop?.run();
  }

  async #begin(): Promise<void> {
    const { database, clock, liveness, log } = this.#ports;
    const free = AT_ONCE - this.#sending.size;
    if (free <= 0) return;
    const limit = free + this.#sending.size;
    const { fingerprints } = this.#ports.seal;
    const due = await dueEntries(database.read, { owner: liveness.id, now: clock.now(), fingerprints, limit });
    const next = due.filter((id) => !this.#sending.has(id)).slice(0, free);
    for (const id of next) {
      const done = this.#attempt(id)
        .catch((err) => logRetried(log, { err, mail: id }, 'a mail could not be taken from the outbox; trying again'))
        .finally(() => {
          this.#sending.delete(id);
          this.look();
        });
      this.#sending.set(id, done);
    }
  }

  async #attempt(id: string): Promise<void> {
    const { database, clock, liveness, log } = this.#ports;
    const letGo = await liveness.hold();
    try {
      const owner = liveness.id;
      if (!liveness.isSure) return;
      const attempt = await database.write((tx) => beginAttempt(tx.query, { id, owner, now: clock.now() }));
      if (attempt === undefined) return;
      const fault = await this.#sendInTime(id, attempt);
      const now = clock.now();
      if (fault === null) {
        await database.write((tx) => finishSent(tx.query, { id, owner, now }));
        return;
      }
      const isLast = attempt.attempts >= MOST_ATTEMPTS;
      log.warn({ mail: id, attempts: attempt.attempts, fault }, isLast ? 'a mail was given up' : 'a mail was not sent');
      const nextAttemptAt = isLast ? null : now + backoffMs(attempt.attempts, this.#ports.random);
      await database.write((tx) => finishFailed(tx.query, { id, owner, now, fault, nextAttemptAt }));
    } finally {
      await letGo();
    }
  }

  /** Null where the mail server took it, otherwise why not, without anything of the text. */
  async #sendInTime(id: string, { recipient, subject, sealedText }: Attempt): Promise<string | null> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('no answer in time')), SEND_WITHIN_MS);
    });
    try {
      const text = this.#ports.seal.open(sealedText, textPurpose(id));
      await Promise.race([this.#send({ id, to: recipient, subject, text }), late]);
      return null;
    } catch (err) {
      const { code, responseCode, message } = err as { code?: string; responseCode?: number; message: string };
      return [code, responseCode, code === undefined ? message : undefined]
        .filter((part) => part !== undefined)
        .join(' ')
        .slice(0, LONGEST_FAULT);
    } finally {
      clearTimeout(timer);
    }
  }
}
