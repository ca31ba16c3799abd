import { allAgencies } from '../../agencies/store.ts';
import type { Transaction } from '../../database/database.ts';
import { type Clock, toRfc3339 } from '../../kernel/clock.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import { mailTexts, mailTo } from '../../outbox/mail-texts/mail-texts.ts';
import { REMINDED_DAYS } from '../passwords/password-age.ts';
import type { SecurityPolicies } from '../policies/security-policies.ts';
import { markReminded } from '../users/store.ts';
import { usersToRemind } from './store.ts';

const DAY_MS = 86_400_000;

export interface ReminderPorts {
  readonly clock: Clock;
  readonly mail: MailQueue;
  readonly policies: SecurityPolicies;
  readonly publicUrl: string;
}

/**
 * Part of the caller's transaction: mails up to `limit` people whose password expires in 14 days or less, and again in 3 or less, each once
 * for a password. Of nobody whose policy has no age, who has no password or signs in by their agency's provider alone, who is disabled or whose
 * agency is; and nothing where no mail server is configured. Returns how many.
 */
export async function remindOfPasswords(
  { clock, mail, policies, publicUrl }: ReminderPorts,
  tx: Transaction,
  limit: number,
): Promise<number> {
  if (!mail.isOn) return 0;
  const { query } = tx;
  const now = clock.now();
  const agencies = (await allAgencies(query)).filter(({ disabledAt }) => disabledAt === null);
  let reminded = 0;
  for (const agencyId of [null, ...agencies.map(({ id }) => id)]) {
    const days = (await policies.read(query, agencyId)).policy.passwordMaximumAgeDays;
    if (days === null) continue;
    const asked = { agencyId, now, ageMs: days * DAY_MS, beforeMs: REMINDED_DAYS.map((before) => before * DAY_MS) };
    for (const { id, email, firstName, mailLanguage, changedAt } of await usersToRemind(query, {
      ...asked,
      limit: limit - reminded,
    })) {
      const stated = { firstName, expiresAt: toRfc3339(changedAt + days * DAY_MS), url: publicUrl };
      await mail.queue(tx, mailTo(email, mailTexts(mailLanguage).passwordExpires(stated)));
      await markReminded(query, id, now);
      reminded += 1;
    }
    if (reminded >= limit) break;
  }
  return reminded;
}
