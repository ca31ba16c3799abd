import { anchorLine } from '../audit/anchors/anchor-line.ts';
import { chainHeads } from '../audit/store.ts';
import type { Database } from '../database/database.ts';
import { type Clock, toRfc3339 } from '../kernel/clock.ts';
import type { Loops } from '../kernel/loops.ts';
import type { MailQueue } from './mail-queue.ts';
import { mailTexts, mailTo } from './mail-texts/mail-texts.ts';
import { findEntry } from './store.ts';

interface Ports {
  readonly database: Database;
  readonly clock: Clock;
  readonly mail: MailQueue;
  readonly publicUrl: string;
}

const LOOK_EVERY_MS = 3_600_000;
/** What a database lost, it lost at the end of its newest chains. */
const MAILED_AT_MOST = 100;

/**
 * Mails the newest record of each of the newest hundred audit chains to that address, once a day of UTC, however many processes
 * ask and however often: an anchor that whoever can write the server's disk cannot take back. Returns false where today's is queued
 * already, or nothing is recorded.
 */
export async function mailAuditHeads({ database, clock, mail, publicUrl }: Ports, to: string): Promise<boolean> {
  const at = toRfc3339(clock.now());
  const day = at.slice(0, 10);
  const id = `audit-heads-${day}`;
  if (!mail.isOn || (await findEntry(database.read, id)) !== undefined) return false;
  const heads = (await chainHeads(database.read))
    .toSorted((left, right) => right.at - left.at)
    .slice(0, MAILED_AT_MOST);
  if (heads.length === 0) return false;
  const lines = heads.map((head) => anchorLine([head]).trim());
  const written = mailTexts(undefined).auditHeads({ publicUrl, at, day, heads: lines });
  await database.write((tx) => mail.queue(tx, { ...mailTo(to, written), onceAs: id }));
  return true;
}

/** Looks every hour whether the day's mail is queued, from now on. Returns how to stop. */
export function startDailyAuditMail(ports: Ports & { loops: Loops }, to: string): () => Promise<void> {
  const failure = 'the newest audit records could not be mailed; trying again in an hour';
  const options = { everyMs: LOOK_EVERY_MS, isEssential: false, failure };
  const loop = ports.loops.repeat('audit_mail', options, () => mailAuditHeads(ports, to));
  loop.run();
  return () => loop.stop();
}
