import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import type { MailQueue } from '../../../outbox/mail-queue.ts';
import { mailTexts, mailTo } from '../../../outbox/mail-texts/mail-texts.ts';
import { rightsOfPerson } from '../../../people/rights/rights.ts';
import { statesOfAgency } from '../../../people/users/store.ts';
import { mailLanguage, type UserState } from '../../../people/users/types.ts';
import type { DisabledReason, Subscription } from '../subscription/types.ts';

/** Who may resume it. */
const mayMend = (person: UserState) => person.disabledAt === null && rightsOfPerson(person).has('webhooks:manage');

/**
 * Mails the agency's administrators that a subscription was disabled; where there is no mail server, the log states it. A
 * central station has no administrators here: the log states it.
 */
export async function notifyOwner(
  ports: { database: Database; clock: Clock; log: Log; mail: MailQueue; publicUrl: string },
  subscription: Subscription,
  reason: DisabledReason,
): Promise<void> {
  const { database, clock, log, mail, publicUrl } = ports;
  const { id, agencyId, name } = subscription;
  log.warn({ subscription: id, agency: agencyId, reason }, 'a webhook subscription was disabled');
  if (subscription.groupId !== null) return;
  const users = await statesOfAgency(database.read, agencyId, clock.now());
  if (!mail.isOn) return;
  const stated = { name, reason, url: `${publicUrl}/portal/admin/webhooks/${id}` };
  await database.write(async (tx) => {
    for (const person of users.filter(mayMend)) {
      await mail.queue(tx, mailTo(person.email, mailTexts(mailLanguage(person)).webhookDisabled(stated)));
    }
  });
}
