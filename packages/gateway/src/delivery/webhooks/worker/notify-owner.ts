import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import type { MailQueue } from '../../../outbox/mail-queue.ts';
import { rightsOfPerson } from '../../../people/rights/rights.ts';
import { statesOfAgency } from '../../../people/users/store.ts';
import type { UserState } from '../../../people/users/types.ts';
import type { DisabledReason, Subscription } from '../subscription/types.ts';

const REASONS: Readonly<Record<DisabledReason, string>> = {
  gone: 'its endpoint answered 410 Gone',
  failing: 'nothing could be delivered to it for three days',
  ended: 'the access of the person, or the consent, that made it was ended',
};

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
  const text = [
    `The webhook "${name}" was disabled: ${REASONS[reason]}.`,
    'What happened since stays in the log and is delivered when it is resumed.',
    `See its deliveries: ${publicUrl}/portal/admin/webhooks/${id}`,
  ].join('\n');
  if (!mail.isOn) return;
  await database.write(async (tx) => {
    for (const { email } of users.filter(mayMend)) {
      await mail.queue(tx, { to: email, subject: `Webhook "${name}" was disabled`, text });
    }
  });
}
